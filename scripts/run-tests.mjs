// Runs the compiled tests with this Node, passes mocha's report through, and ends with one plain line of counts.
// Arguments go to mocha in place of all specs.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'bourse-tests-'))
const report = join(folder, 'report.json')
const specs = process.argv.length > 2 ? process.argv.slice(2) : ['dist/test/**/*.spec.js']
const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js')
const args = [
  mocha,
  '--reporter',
  'dist/test/support/counting-reporter.js',
  '--reporter-option',
  `output=${report}`
]

const child = spawn(process.execPath, [...args, ...specs], { stdio: 'inherit' })
child.on('exit', (status, signal) => {
  try {
    const { passed, failed, skipped } = JSON.parse(readFileSync(report, 'utf8'))
    process.stdout.write(`Node ${process.versions.node}\n`)
    process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  } catch {
    process.stdout.write(`the tests did not end: ${signal ?? `status ${status}`}\n`)
  }
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = status ?? 1
})
