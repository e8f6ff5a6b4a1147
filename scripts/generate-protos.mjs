// Generates protocols/*/messages.ts from messages.proto. The output is committed and never edited by hand.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

// protons passes undefined for absent options, which exactOptionalPropertyTypes refuses: the types of the
// generated code are used, its bodies are not checked.
const header = `// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.
// @ts-nocheck
`

for (const name of readdirSync('protocols')) {
  const folder = `protocols/${name}`
  const schema = `${folder}/messages.proto`
  if (!existsSync(schema)) continue
  execFileSync('npx', ['--no-install', 'protons', schema, '-o', folder], { stdio: 'inherit' })
  const file = `${folder}/messages.ts`
  writeFileSync(file, header + readFileSync(file, 'utf8'))
}
