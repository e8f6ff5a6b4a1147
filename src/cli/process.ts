import { runCli } from './run-cli.ts'
import type { CliRunners } from './runners.ts'
import { processTerminal } from './terminal.ts'
import { packageVersion } from './wiring.ts'

/** As a shell reports a program that a signal ended. */
const EXIT_INTERRUPTED = 130

/**
 * Runs the command line of this process: the first SIGINT or SIGTERM asks for a clean end, the second forces it; a
 * reader that closes the pipe ends it silently.
 */
export async function runProcess(runners: CliRunners): Promise<void> {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED)
    stop.abort()
    if (process.stderr.isTTY) process.stderr.write('\nStopping cleanly; once more forces it.\n')
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody reads any more (`bourse events | head`): there is nothing left to say, and nobody to say it to.
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
  process.exitCode = await runCli(
    {
      args: process.argv.slice(2),
      environment: process.env,
      stdout: process.stdout,
      stderr: process.stderr,
      terminal: processTerminal,
      signal: stop.signal,
      version: packageVersion()
    },
    runners
  )
  process.off('SIGINT', onSignal)
  process.off('SIGTERM', onSignal)
}
