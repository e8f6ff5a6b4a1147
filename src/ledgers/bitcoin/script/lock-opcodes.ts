import { hasFlag, numberAt, type Execution, type Operations } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { OPCODES } from './opcodes.ts'
import type { SpendContext } from './spend-context.ts'

// Below it a lock time is a block height, from it on a UNIX time (BIP 65).
const LOCKTIME_THRESHOLD = 500_000_000
const SEQUENCE_FINAL = 0xffffffff

// BIP 68 and BIP 112.
const SEQUENCE_DISABLE = 0x80000000
const SEQUENCE_SECONDS = 0x00400000
const SEQUENCE_VALUE = 0x0000ffff

function checkLockTimeVerify(execution: Execution): ScriptFailure | null {
  if (!hasFlag(execution, 'CHECKLOCKTIMEVERIFY')) return null
  const lock = lockOnTop(execution)
  if (typeof lock !== 'number') return lock
  return isLockTimeReached(execution.context, lock) ? null : 'UNSATISFIED_LOCKTIME'
}

function checkSequenceVerify(execution: Execution): ScriptFailure | null {
  if (!hasFlag(execution, 'CHECKSEQUENCEVERIFY')) return null
  const lock = lockOnTop(execution)
  if (typeof lock !== 'number') return lock
  if ((lock & SEQUENCE_DISABLE) !== 0) return null
  return isSequenceReached(execution.context, lock) ? null : 'UNSATISFIED_LOCKTIME'
}

function lockOnTop(execution: Execution): number | ScriptFailure {
  if (execution.stack.size === 0) return 'INVALID_STACK_OPERATION'
  const lock = numberAt(execution, 0, 5)
  if (lock === null) return 'UNKNOWN_ERROR'
  return lock < 0 ? 'NEGATIVE_LOCKTIME' : lock
}

function isLockTimeReached({ transaction, input }: SpendContext, lock: number): boolean {
  const { locktime } = transaction
  if (lock < LOCKTIME_THRESHOLD !== locktime < LOCKTIME_THRESHOLD) return false
  // A final sequence would switch the transaction's own lock time off.
  return lock <= locktime && input.sequence !== SEQUENCE_FINAL
}

function isSequenceReached({ transaction, input }: SpendContext, lock: number): boolean {
  // BIP 68 counts for transactions of version 2 and higher, the version read as unsigned.
  if (transaction.version >>> 0 < 2 || (input.sequence & SEQUENCE_DISABLE) !== 0) return false
  if ((lock & SEQUENCE_SECONDS) !== (input.sequence & SEQUENCE_SECONDS)) return false
  return (lock & SEQUENCE_VALUE) <= (input.sequence & SEQUENCE_VALUE)
}

/** CHECKLOCKTIMEVERIFY (BIP 65) and CHECKSEQUENCEVERIFY (BIP 112); each does nothing without its flag. */
export const LOCK_OPERATIONS: Operations = [
  [OPCODES.CHECKLOCKTIMEVERIFY, { inputs: 0, run: checkLockTimeVerify }],
  [OPCODES.CHECKSEQUENCEVERIFY, { inputs: 0, run: checkSequenceVerify }]
]
