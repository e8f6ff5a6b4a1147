import { ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { equalBytes } from '../../../base/bytes.ts'
import { hash160, sha256, sha256d } from '../../../base/hash.ts'
import type { Execution, Operation, Operations } from './execution.ts'
import { OPCODES } from './opcodes.ts'

function hashing(digest: (data: Uint8Array) => Uint8Array): Operation {
  return {
    inputs: 1,
    run: ({ stack }) => {
      stack.push(digest(stack.pop()))
      return null
    }
  }
}

function popEqual({ stack }: Execution): boolean {
  return equalBytes(stack.pop(), stack.pop())
}

function equal(execution: Execution): null {
  execution.stack.pushBoolean(popEqual(execution))
  return null
}

/** Opcodes that hash and compare bytes. */
export const HASH_OPERATIONS: Operations = [
  [OPCODES.EQUAL, { inputs: 2, run: equal }],
  [OPCODES.EQUALVERIFY, { inputs: 2, run: (execution) => (popEqual(execution) ? null : 'EQUALVERIFY') }],
  [OPCODES.RIPEMD160, hashing(ripemd160)],
  [OPCODES.SHA1, hashing(sha1)],
  [OPCODES.SHA256, hashing(sha256)],
  [OPCODES.HASH160, hashing(hash160)],
  [OPCODES.HASH256, hashing(sha256d)]
]
