import { hash } from 'node:crypto'
import { TopicValidatorResult, type GossipSub, type Message } from '@libp2p/gossipsub'
import type { PeerId } from '@libp2p/interface'
import { decodeOrderMessage, encodeOrderMessage } from './codec.ts'
import { orderTopicName } from './protocol.ts'
import type { OrderMessage } from './types.ts'

/**
 * What becomes of a gossiped message: `accept` passes it on, `ignore` drops it without blame, `reject` drops it
 * and lowers the sender's score (README, "Validation").
 */
export type GossipVerdict = 'accept' | 'ignore' | 'reject'

/** What the topic needs of gossipsub. */
export type OrderTopicPubsub = Pick<GossipSub, 'subscribe' | 'unsubscribe' | 'publish' | 'topicValidators'>

/** Which network, who judges, and who learns of failures. */
export interface OrderTopicInit {
  /** Name of the Bourse network. */
  readonly network: string
  /** Judges a decoded message that `from` sent or passed on. What rejects counts as `ignore`. */
  readonly validate: (message: OrderMessage, from: PeerId) => Promise<GossipVerdict>
  /** Data that is no message, a WireError, or a validator that rejected. */
  readonly onFailure: (from: PeerId, error: unknown) => void
}

const RESULTS: Readonly<Record<GossipVerdict, TopicValidatorResult>> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject
}

/** Id of a gossiped message: SHA-256 of its data, 32 bytes. The same order has the same id everywhere. */
export function orderMessageId(data: Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer')
}

/** The orders of one network as a gossip topic. */
export class OrderTopic {
  readonly #pubsub: OrderTopicPubsub
  readonly #init: OrderTopicInit
  readonly #topic: string

  constructor(pubsub: OrderTopicPubsub, init: OrderTopicInit) {
    this.#pubsub = pubsub
    this.#init = init
    this.#topic = orderTopicName(init.network)
  }

  /** Joins the topic, its validator first. */
  start(): void {
    this.#pubsub.topicValidators.set(this.#topic, this.#validate)
    this.#pubsub.subscribe(this.#topic)
  }

  /** Leaves the topic. */
  stop(): void {
    this.#pubsub.unsubscribe(this.#topic)
    this.#pubsub.topicValidators.delete(this.#topic)
  }

  /**
   * Publishes a message; gives the number of peers that it was sent to.
   * @throws WireError where the message breaks the bounds of the README.
   */
  async publish(message: OrderMessage): Promise<number> {
    const { recipients } = await this.#pubsub.publish(this.#topic, encodeOrderMessage(message))
    return recipients.length
  }

  readonly #validate = async (from: PeerId, message: Message): Promise<TopicValidatorResult> => {
    let order: OrderMessage
    try {
      order = decodeOrderMessage(message.data)
    } catch (error) {
      this.#init.onFailure(from, error)
      return TopicValidatorResult.Reject
    }
    try {
      return RESULTS[await this.#init.validate(order, from)]
    } catch (error) {
      this.#init.onFailure(from, error)
      return TopicValidatorResult.Ignore
    }
  }
}
