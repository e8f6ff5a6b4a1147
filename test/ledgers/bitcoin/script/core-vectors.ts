import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ScriptFlag, ScriptFlags } from '../../../../src/ledgers/bitcoin/script/verify.ts'

const folder = join(
  dirname(createRequire(import.meta.url).resolve('bitcore-lib/package.json')),
  'test',
  'data'
)

/** A file of Bitcoin Core's vectors as the package bitcore-lib ships it, the rows that are comments left out. */
export function coreVectors<Row>(name: string): Row[] {
  const rows = JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown[]
  return rows.filter((row) => !Array.isArray(row) || row.length > 1) as Row[]
}

/** The flags of a row, each with those that it is only defined with. */
export function parseFlags(text: string): ScriptFlags {
  const flags = new Set(text.split(',').filter((name) => name !== '' && name !== 'NONE') as ScriptFlag[])
  if (flags.has('CLEANSTACK')) flags.add('WITNESS')
  if (flags.has('WITNESS')) flags.add('P2SH')
  return flags
}
