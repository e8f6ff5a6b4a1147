import { CodedError } from '../base/coded-error.ts'
import type { CliRunners } from './runners.ts'

const absent = (part: string): Promise<never> =>
  Promise.reject(new CodedError('PART_MISSING', `this build has no ${part}`, { fault: 'internal' }))

/** What the installed program runs. */
export const RUNNERS: CliRunners = {
  runNode: () => absent('node'),
  createVault: () => absent('wallet'),
  runDevchain: () => absent('development chain')
}
