export { createBitcoindChainSource, type BitcoindChainSource } from './chain-source.ts'
export { createBlockTemplateSource } from './block-template.ts'
export { BitcoinRpcClient } from './rpc-client.ts'
