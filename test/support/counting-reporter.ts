import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

const { EVENT_RUN_END } = Mocha.Runner.constants

/** Mocha's own report, and its counts as JSON in the file that the option `output` names. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const { output } = options.reporterOptions as { output: string }
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      writeFileSync(output, JSON.stringify({ passed: passes, failed: failures, skipped: pending }))
    })
  }
}

// Mocha loads a reporter as the module's default export.
export default CountingReporter
