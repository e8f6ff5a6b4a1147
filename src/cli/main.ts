#!/usr/bin/env node
import { runProcess } from './process.ts'
import { RUNNERS } from './wiring.ts'

await runProcess(RUNNERS)
