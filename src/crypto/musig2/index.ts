/** MuSig2 (BIP 327): several keys, one BIP 340 signature. */
export { applyTweak, keyAgg, sortKeys, type AggregateKey } from './key-aggregation.ts'
export { Musig2Error, type Musig2ErrorCode } from './musig2-error.ts'
export { nonceAgg, nonceGen, type NonceInput, type NoncePair, type SecretNonce } from './nonce.ts'
export {
  partialSigAgg,
  partialSign,
  partialVerify,
  startSession,
  type Contribution,
  type Session
} from './session.ts'
