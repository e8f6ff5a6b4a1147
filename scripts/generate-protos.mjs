// Generates protocols/*/messages.ts from messages.proto. The output is committed and never edited by hand.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

for (const name of readdirSync('protocols')) {
  const folder = `protocols/${name}`
  const schema = `${folder}/messages.proto`
  if (!existsSync(schema)) continue
  execFileSync('npx', ['--no-install', 'protons', schema, '-o', folder], { stdio: 'inherit' })
  const file = `${folder}/messages.ts`
  const header = '// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.\n'
  const text = readFileSync(file, 'utf8')
  if (!text.startsWith(header)) writeFileSync(file, header + text)
}
