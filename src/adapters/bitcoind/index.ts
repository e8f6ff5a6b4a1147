export { createBitcoindChainSource, type BitcoindChainSource } from './chain-source.ts'
export { DaemonError, type DaemonErrorCode } from './errors.ts'
