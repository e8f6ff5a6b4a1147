// Copies what the compiler leaves behind (the page's files) next to the compiled code, and marks the
// command-line entry as executable.
import { chmodSync, cpSync, existsSync } from 'node:fs'

const assets = ['src/api/page']
for (const folder of assets) {
  if (existsSync(folder)) cpSync(folder, `dist/${folder}`, { recursive: true })
}
if (existsSync('dist/src/cli/main.js')) chmodSync('dist/src/cli/main.js', 0o755)
