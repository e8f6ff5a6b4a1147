// The pure folders decide: synchronous, no clock, no randomness, no output (src/README.md, layer rules).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['src/base', 'src/crypto', 'src/ledgers', 'src/exchange', 'src/channels', 'src/sharechain']
const forbidden = [
  [/\basync\b|\bawait\b/, 'asynchronous code'],
  [/\bDate\.now\b|\bnew Date\(\)/, 'reads the clock'],
  [/\bMath\.random\b|\bgetRandomValues\b|\brandomBytes\b/, 'draws randomness'],
  [/\bsetTimeout\b|\bsetInterval\b/, 'starts a timer'],
  [/\bconsole\.|\bprocess\.(stdout|stderr|env)\b/, 'touches the process']
]
let faults = 0
const visit = (folder) => {
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) visit(path)
    else if (path.endsWith('.ts')) check(path)
  }
}
const check = (path) => {
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const code = line
        .replace(/\/\/.*$/, '')
        .replace(/^\s*\*.*$/, '')
        .replace(/^\s*\/\*\*.*$/, '')
      for (const [pattern, words] of forbidden) {
        if (!pattern.test(code)) continue
        process.stderr.write(`${path}:${index + 1}: ${words} in a pure folder\n`)
        faults++
      }
    })
}
folders.forEach(visit)
process.exitCode = faults === 0 ? 0 : 1
