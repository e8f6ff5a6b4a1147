export { startTestnet, type Testnet, type TestnetInit } from './testnet.ts'
export { runTrade, type TradedLeg, type TradeReport } from './first-trade.ts'
export { NodeProcess, type NodeProcessInit } from './node-process.ts'
export { startEmbeddedChain, type TestnetChain } from './testnet-chain.ts'
export { startLitecoindChain } from './litecoind-chain.ts'
export { rest, SimulatedClock } from './simulation/simulated-clock.ts'
export { SimulatedLedger } from './simulation/simulated-ledger.ts'
export { SimulatedPeers, type SimulatedPeer, type Tamper } from './simulation/simulated-peers.ts'
export {
  CountedRandom,
  SIMULATED_POLICY,
  SimulatedTrader,
  type KillPlan,
  type SimulatedWorld
} from './simulation/simulated-trader.ts'
export { createSimulatedWorld, passBlocks } from './simulation/simulated-world.ts'
export { SimulatedSecrets, SimulatedWallet } from './simulation/simulated-wallet.ts'
