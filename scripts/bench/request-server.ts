// Answers trade requests: the other end of request-response.ts, as a process of its own.
import { startBenchNode, startTrade } from './bench-node.ts'

const node = await startBenchNode(2)
await startTrade(node)
process.send?.(node.getMultiaddrs().map((address) => address.toString())[0])
process.on('disconnect', () => process.exit(0))
