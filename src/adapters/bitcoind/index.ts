export { createBitcoindChainSource, type BitcoindChainSource } from './chain-source.ts'
export { BitcoinRpcClient } from './rpc-client.ts'
