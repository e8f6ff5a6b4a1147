import { compareBytes, type Bytes } from '../../../base/bytes.ts'
import { sha256, taggedHash } from '../../../base/hash.ts'
import type { ScriptFailure } from './failure.ts'
import { instructionAt } from './instruction.ts'
import { MAXIMUM_STACK_SIZE } from './limits.ts'
import { isSuccessOpcode } from './opcodes.ts'
import { checkSchnorrSignature } from './schnorr-signature.ts'
import { isTaprootTweak } from './signature-check.ts'
import type { SpendContext } from './spend-context.ts'
import { encodeWithLength, witnessSize } from './transaction-encoding.ts'
import { runWitnessScript } from './witness-script.ts'

const ANNEX_TAG = 0x50
const LEAF_VERSION_MASK = 0xfe
const TAPSCRIPT_LEAF_VERSION = 0xc0
const CONTROL_BASE_SIZE = 33
const CONTROL_NODE_SIZE = 32
const CONTROL_MAXIMUM_NODES = 128
// BIP 342: "The budget equals 50 + the total serialized size in bytes of the transaction input's witness".
const VALIDATION_WEIGHT_OFFSET = 50
const NO_CODE_SEPARATOR = 0xffffffff

/** Judges the spend of an output of SegWit version 1 with a 32-byte program (BIP 341, script validation rules). */
export function verifyTaproot(context: SpendContext, outputKey: Uint8Array): ScriptFailure | null {
  const { witness } = context.input
  const last = witness.at(-1)
  if (last === undefined) return 'WITNESS_PROGRAM_WITNESS_EMPTY'
  const annex = witness.length >= 2 && last[0] === ANNEX_TAG ? last : null
  const annexHash = annex === null ? null : sha256(encodeWithLength(annex))
  const items = annex === null ? witness : witness.slice(0, -1)
  const [signature] = items
  if (items.length === 1 && signature !== undefined) {
    return checkSchnorrSignature(context, { signature, key: outputKey, scope: { annexHash, leaf: null } })
  }
  return verifyScriptPath(context, outputKey, { items, annexHash })
}

interface ScriptPath {
  /** Arguments, script and control block. */
  readonly items: readonly Uint8Array[]
  readonly annexHash: Bytes | null
}

function verifyScriptPath(
  context: SpendContext,
  outputKey: Uint8Array,
  { items, annexHash }: ScriptPath
): ScriptFailure | null {
  const control = items.at(-1) ?? new Uint8Array(0)
  const script = items.at(-2) ?? new Uint8Array(0)
  if (!isControlSize(control.length)) return 'TAPROOT_WRONG_CONTROL_SIZE'
  const leafVersion = (control[0] ?? 0) & LEAF_VERSION_MASK
  const leafHash = taggedHash('TapLeaf', Uint8Array.of(leafVersion), encodeWithLength(script))
  if (!isCommitted(control, leafHash, outputKey)) return 'WITNESS_PROGRAM_MISMATCH'
  if (leafVersion === TAPSCRIPT_LEAF_VERSION) {
    return runTapscript(context, script, { stack: items.slice(0, -2), leafHash, annexHash })
  }
  return context.flags.has('DISCOURAGE_UPGRADABLE_TAPROOT_VERSION')
    ? 'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION'
    : null
}

function isControlSize(size: number): boolean {
  const nodes = (size - CONTROL_BASE_SIZE) / CONTROL_NODE_SIZE
  return Number.isInteger(nodes) && nodes >= 0 && nodes <= CONTROL_MAXIMUM_NODES
}

/** Whether the output key commits to the leaf by the path in the control block. */
function isCommitted(control: Uint8Array, leafHash: Bytes, outputKey: Uint8Array): boolean {
  let node = leafHash
  for (let offset = CONTROL_BASE_SIZE; offset < control.length; offset += CONTROL_NODE_SIZE) {
    const sibling = control.subarray(offset, offset + CONTROL_NODE_SIZE)
    node =
      compareBytes(node, sibling) < 0
        ? taggedHash('TapBranch', node, sibling)
        : taggedHash('TapBranch', sibling, node)
  }
  const internalKey = control.subarray(1, CONTROL_BASE_SIZE)
  const tweak = taggedHash('TapTweak', internalKey, node)
  return isTaprootTweak({ internalKey, tweak, outputKey, isOdd: ((control[0] ?? 0) & 1) === 1 })
}

interface Leaf {
  readonly stack: readonly Uint8Array[]
  readonly leafHash: Bytes
  readonly annexHash: Bytes | null
}

function runTapscript(context: SpendContext, script: Uint8Array, leaf: Leaf): ScriptFailure | null {
  const fate = scanForSuccess(script)
  if (fate === 'unreadable') return 'BAD_OPCODE'
  if (fate === 'success') return context.flags.has('DISCOURAGE_OP_SUCCESS') ? 'DISCOURAGE_OP_SUCCESS' : null
  if (leaf.stack.length > MAXIMUM_STACK_SIZE) return 'STACK_SIZE'
  return runWitnessScript(context, leaf.stack, {
    script,
    rules: {
      kind: 'TAPSCRIPT',
      leafHash: leaf.leafHash,
      annexHash: leaf.annexHash,
      budget: witnessSize(context.input.witness) + VALIDATION_WEIGHT_OFFSET,
      codeSeparatorPosition: NO_CODE_SEPARATOR
    }
  })
}

// BIP 342: an OP_SUCCESSx before the first unreadable byte ends validation with success, whatever else is wrong.
function scanForSuccess(script: Uint8Array): 'success' | 'unreadable' | 'ordinary' {
  for (let offset = 0; offset < script.length;) {
    const instruction = instructionAt(script, offset)
    if (instruction === null) return 'unreadable'
    if (isSuccessOpcode(instruction.opcode)) return 'success'
    offset = instruction.next
  }
  return 'ordinary'
}
