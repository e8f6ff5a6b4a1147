import type { StatusRefusalCode } from './types.ts'

/** Protocol id, with its version: README, "Sequence". */
export const STATUS_PROTOCOL = '/bourse/status/1'

/** What a stranger can make a node do here: README, "Limits". */
export const STATUS_LIMITS = {
  /** The largest valid frame has 1,150 bytes: 16 ledgers of 54, 8 roles of 18, and about 140 of the rest. */
  maxFrameBytes: 1280,
  /** The whole exchange of one side; more is a flood, and the stream is given up. */
  maxBufferBytes: 4096,
  /** From the open connection to the end of the exchange: three messages over a slow line. */
  timeoutMilliseconds: 10_000,
  /** A refused peer has this long to read why, and to close. */
  refusalMilliseconds: 2_000,
  /** One exchange a connection; a second stream is a spare for a retry after a reset. */
  maxStreams: 2
} as const

/** Wire codes, from 1 in this order. */
export const STATUS_REFUSAL_CODES: readonly StatusRefusalCode[] = [
  'OTHER_NETWORK',
  'OTHER_GENESIS',
  'BANNED',
  'FULL'
]
