export { createBitcoindChainSource, type BitcoindChainSource } from './chain-source.ts'
