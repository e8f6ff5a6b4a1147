import { concatBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { taggedHash } from '../../base/hash.ts'
import { presign } from '../../crypto/adaptor.ts'
import { xOnly } from '../../crypto/curve/curve.ts'
import { curve } from '../../crypto/curve/selected.ts'
import {
  applyTweak,
  keyAgg,
  nonceAgg,
  nonceGen,
  partialSigAgg,
  partialSign,
  partialVerify,
  startSession,
  type NoncePair,
  type Session
} from '../../crypto/musig2/index.ts'
import { proveKnowledge } from '../../crypto/proof-of-knowledge.ts'
import { claimLadder } from '../../exchange/escrow/claim-ladder.ts'
import { escrowOf, type Escrow } from '../../exchange/escrow/escrow.ts'
import { buildSpend, finishKeySpend, finishRefund, type EscrowSpend } from '../../exchange/escrow/spend.ts'
import { legsOf, type LegName, type Role, type TradeTerms } from '../../exchange/terms.ts'
import type { SecretSource } from '../../ports/ledger.ts'
import type { KeySpendSession, TradeKeys, TradeSigner } from '../../ports/trade-signer.ts'
import type { Random } from '../../ports/world.ts'

/** Why the signer refuses. */
export type SignerErrorCode =
  /** The terms do not name this wallet's keys. */
  | 'TERMS_FOREIGN'
  /** A MuSig2 session signs once. */
  | 'SESSION_USED'
  /** The other trader's partial signature does not verify. */
  | 'PARTIAL_SIGNATURE_INVALID'

/** The signer refuses. */
export class SignerError extends CodedError<SignerErrorCode> {}

/** Which private key: the purposes under which keys are derived from seed and negotiation id. */
const PURPOSES = {
  escrowKeyA: 'trade/escrow-a',
  escrowKeyB: 'trade/escrow-b',
  refundKey: 'trade/refund'
} as const

/** {@link TradeSigner} whose keys all come from the wallet seed. */
export class DerivedTradeSigner implements TradeSigner {
  readonly tradingKey: Bytes
  readonly #secrets: SecretSource
  readonly #random: Random

  constructor(components: { readonly secrets: SecretSource; readonly random: Random }) {
    this.#secrets = components.secrets
    this.#random = components.random
    this.tradingKey = this.#using('trading-key', new Uint8Array(0), (key) => xOnly(curve().publicKey(key)))
  }

  signAsTrader(hash: Bytes): Bytes {
    return this.#using('trading-key', new Uint8Array(0), (key) =>
      curve().schnorrSign(hash, key, this.#random.bytes(32))
    )
  }

  keys(negotiationId: Bytes): TradeKeys {
    const point = (purpose: string): Bytes =>
      this.#using(purpose, negotiationId, (key) => curve().publicKey(key))
    return {
      escrowKeyA: point(PURPOSES.escrowKeyA),
      escrowKeyB: point(PURPOSES.escrowKeyB),
      refundKey: xOnly(point(PURPOSES.refundKey))
    }
  }

  unlockPoint(negotiationId: Bytes): { readonly point: Bytes; readonly proof: Bytes } {
    return this.#using('trade/unlock', negotiationId, (secret) => ({
      point: curve().publicKey(secret),
      proof: proveKnowledge(secret, negotiationId, this.#random.bytes(32))
    }))
  }

  unlockSecret(negotiationId: Bytes): Bytes {
    return this.#secrets.derive('trade/unlock', negotiationId)
  }

  presign(
    role: Role,
    terms: TradeTerms
  ): { presignatures: readonly Bytes[]; claimSignatures: readonly Bytes[] } {
    this.#requireOwn(role, terms)
    const { own, claimed } = legsOf(role)
    const presignatures = this.#using(escrowPurpose(own), terms.negotiationId, (key) =>
      claimLadder(terms, own).claims.map((claim) =>
        presign(key, claim.sighash, terms.unlockPoint, this.#random.bytes(32))
      )
    )
    const claimSignatures = this.#using(escrowPurpose(claimed), terms.negotiationId, (key) =>
      claimLadder(terms, claimed).claims.map((claim) =>
        curve().schnorrSign(claim.sighash, key, this.#random.bytes(32))
      )
    )
    return { presignatures, claimSignatures }
  }

  signRefund(role: Role, terms: TradeTerms, refund: { script: Bytes; feeRate: number }): Bytes {
    this.#requireOwn(role, terms)
    const leg = legsOf(role).own
    const escrow = escrowOf(terms, leg)
    const { funding: outpoint, refundTime } = terms.legs[leg]
    const spend = buildSpend({ escrow, outpoint, path: 'refund', ...refund, lockTime: refundTime })
    const signature = this.#using(PURPOSES.refundKey, terms.negotiationId, (key) =>
      curve().schnorrSign(spend.sighash, key, this.#random.bytes(32))
    )
    return finishRefund(spend, escrow, signature)
  }

  startKeySpend(role: Role, terms: TradeTerms, leg: LegName): KeySpendSession {
    this.#requireOwn(role, terms)
    const key = this.#secrets.derive(escrowPurpose(leg), terms.negotiationId)
    return new DerivedKeySpend({ role, terms, leg, key, random: this.#random })
  }

  #requireOwn(role: Role, terms: TradeTerms): void {
    const keys = this.keys(terms.negotiationId)
    const named = role === 'maker' ? terms.maker : terms.taker
    const same =
      equalBytes(keys.escrowKeyA, named.escrowKeyA) &&
      equalBytes(keys.escrowKeyB, named.escrowKeyB) &&
      equalBytes(keys.refundKey, named.refundKey)
    if (!same)
      throw new SignerError('TERMS_FOREIGN', 'these terms name the keys of another wallet', {
        fault: 'internal'
      })
  }

  #using<Result>(purpose: string, context: Bytes, use: (key: Bytes) => Result): Result {
    const key = this.#secrets.derive(purpose, context)
    try {
      return use(key)
    } finally {
      key.fill(0)
    }
  }
}

function escrowPurpose(leg: LegName): string {
  return leg === 'A' ? PURPOSES.escrowKeyA : PURPOSES.escrowKeyB
}

interface KeySpendStart {
  readonly role: Role
  readonly terms: TradeTerms
  readonly leg: LegName
  readonly key: Bytes
  readonly random: Random
}

/** What is fixed once the other's nonce is known. */
interface Signing {
  readonly spend: EscrowSpend
  readonly session: Session
  readonly theirNonce: Bytes
  readonly partial: Bytes
}

class DerivedKeySpend implements KeySpendSession {
  readonly nonce: Bytes
  readonly #start: KeySpendStart
  readonly #escrow: Escrow
  readonly #pair: NoncePair
  readonly #signer: number
  #signing: Signing | null = null

  constructor(start: KeySpendStart) {
    this.#start = start
    this.#escrow = escrowOf(start.terms, start.leg)
    this.#signer = start.role === 'maker' ? 0 : 1
    this.#pair = nonceGen({
      random: start.random.bytes(32),
      publicKey: this.#escrow.keys[this.#signer] ?? start.key,
      privateKey: start.key,
      aggregateKey: this.#escrow.outputKey
    })
    this.nonce = this.#pair.publicNonce
  }

  sign(plan: { script: Bytes; feeRate: number }, theirNonce: Bytes): Bytes {
    if (this.#signing !== null) {
      throw new SignerError('SESSION_USED', 'this session has signed: start over', { fault: 'internal' })
    }
    const { terms, leg, key } = this.#start
    const outpoint = terms.legs[leg].funding
    const spend = buildSpend({ escrow: this.#escrow, outpoint, path: 'key', ...plan, lockTime: 0 })
    const nonces = this.#signer === 0 ? [this.nonce, theirNonce] : [theirNonce, this.nonce]
    const session = startSession(tweakedKey(this.#escrow), nonceAgg(nonces), spend.sighash)
    try {
      const partial = partialSign(session, this.#pair.secretNonce, key)
      this.#signing = { spend, session, theirNonce, partial }
      return partial
    } finally {
      key.fill(0)
    }
  }

  finish(theirPartial: Bytes): Bytes {
    const signing = this.#signing
    if (signing === null)
      throw new SignerError('SESSION_USED', 'sign before finishing', { fault: 'internal' })
    const { session, theirNonce, partial, spend } = signing
    const contribution = { signer: 1 - this.#signer, publicNonce: theirNonce, partialSignature: theirPartial }
    if (!partialVerify(session, contribution)) {
      throw new SignerError('PARTIAL_SIGNATURE_INVALID', "the other trader's partial signature is wrong", {
        fault: 'peer'
      })
    }
    const parts = this.#signer === 0 ? [partial, theirPartial] : [theirPartial, partial]
    return finishKeySpend(spend, partialSigAgg(session, parts))
  }
}

/** The two keys' aggregate with BIP 341's tweak: its x is the escrow's output key. */
function tweakedKey(escrow: Escrow) {
  const aggregate = keyAgg(escrow.keys)
  return applyTweak(
    aggregate,
    taggedHash('TapTweak', concatBytes(xOnly(aggregate.point), escrow.merkleRoot)),
    'xOnly'
  )
}
