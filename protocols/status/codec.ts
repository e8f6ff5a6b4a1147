import type { Bytes } from '../../src/base/bytes.ts'
import { blockHeight } from '../../src/base/units.ts'
import {
  bytesField,
  codeField,
  codeOf,
  decodeRecord,
  encodeRecord,
  LEDGER_NAME,
  listField,
  NETWORK_NAME,
  numberField,
  risingField,
  textField,
  timeField,
  WireError
} from '../../src/base/wire.ts'
import { StatusFrame, type LedgerRecord, type StatusRecord } from './messages.ts'
import { STATUS_LIMITS, STATUS_REFUSAL_CODES } from './protocol.ts'
import type { LedgerStatus, NodeStatus, StatusMessage } from './types.ts'

const ROLE = /^[a-z-]{1,16}$/
const AGENT = /^[\x20-\x7e]{1,64}$/
const MAX_UINT32 = 0xffff_ffff

/**
 * A frame of the protocol as bytes.
 * @throws {@link WireError} where the message breaks the bounds of the README.
 */
export function encodeStatusMessage(message: StatusMessage): Bytes {
  return encodeRecord(StatusFrame, toFrame(message), toMessage)
}

/**
 * The message of a whole frame.
 * @throws {@link WireError} any of its codes.
 */
export function decodeStatusMessage(bytes: Uint8Array): StatusMessage {
  return toMessage(decodeRecord(StatusFrame, bytes, STATUS_LIMITS.maxFrameBytes))
}

function toFrame(message: StatusMessage): StatusFrame {
  switch (message.kind) {
    case 'status':
      return { status: toStatusRecord(message.status) }
    case 'welcome':
      return { welcome: {} }
    case 'refuse':
      return { refuse: { code: codeOf(message.code, STATUS_REFUSAL_CODES) } }
  }
}

function toMessage(frame: StatusFrame): StatusMessage {
  if (frame.status !== undefined) return { kind: 'status', status: toStatus(frame.status) }
  if (frame.welcome !== undefined) return { kind: 'welcome' }
  if (frame.refuse !== undefined) {
    return { kind: 'refuse', code: codeField('refuse.code', frame.refuse.code, STATUS_REFUSAL_CODES) }
  }
  throw new WireError('KIND_UNKNOWN', 'body')
}

function toStatusRecord(status: NodeStatus): StatusRecord {
  return {
    network: status.network,
    ledgers: status.ledgers.map(({ id, genesisHash, height }) => ({
      id,
      genesisHash: genesisHash,
      ...(height === null ? {} : { height })
    })),
    roles: [...status.roles],
    ruleSetVersion: status.ruleSetVersion,
    codeHash: status.codeHash,
    agent: status.agent,
    time: BigInt(status.time)
  }
}

function toStatus(record: StatusRecord): NodeStatus {
  const ledgers = listField('ledgers', record.ledgers, 0, 16).map(toLedger)
  risingField(
    'ledgers',
    ledgers.map(({ id }) => id)
  )
  const roles = listField('roles', record.roles, 0, 8).map((role) => textField('roles', role, ROLE))
  return {
    network: textField('network', record.network, NETWORK_NAME),
    ledgers,
    roles: risingField('roles', roles),
    ruleSetVersion: numberField('ruleSetVersion', record.ruleSetVersion, 1, MAX_UINT32),
    codeHash: bytesField('codeHash', record.codeHash, 32),
    agent: textField('agent', record.agent, AGENT),
    time: timeField('time', record.time)
  }
}

function toLedger(record: LedgerRecord): LedgerStatus {
  const { height } = record
  return {
    id: textField('ledgers.id', record.id, LEDGER_NAME),
    genesisHash: bytesField('ledgers.genesisHash', record.genesisHash, 32),
    height: height === undefined ? null : blockHeight(numberField('ledgers.height', height, 0, MAX_UINT32))
  }
}
