export { decodeOrderMessage, encodeOrderMessage } from './codec.ts'
export { ORDER_LIMITS, orderTopicName, SETTLEMENTS } from './protocol.ts'
export {
  orderMessageId,
  OrderTopic,
  type GossipVerdict,
  type OrderTopicInit,
  type OrderTopicPubsub
} from './topic.ts'
export type { Order, OrderCancel, OrderLeg, OrderMessage, Settlement, SignedOrder } from './types.ts'
