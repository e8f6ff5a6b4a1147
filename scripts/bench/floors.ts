import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { curve } from '../../src/crypto/curve/selected.ts'
import { median, microseconds, perOperation } from './measure.ts'

/**
 * What the machine can do at best, in microseconds, measured in the same run as the figures beside them:
 * S = one write of 300 bytes made durable with fdatasync, R = one round trip of 200 bytes over raw TCP on the
 * loopback to another process, V = one ECDSA verification.
 */
export interface Floors {
  readonly S: number
  readonly R: number
  readonly V: number
  /** The curve that V was measured with: `native` unless this machine has no compiled addon. */
  readonly curve: string
}

/** So many of each floor: what a piece of work needs at the very least. */
export type FloorCost = Partial<Record<'S' | 'R' | 'V', number>>

const SYNCED_BYTES = 300
const MESSAGE_BYTES = 200
const SYNCED_WRITES = 200
const ROUND_TRIPS = 2000
const DISCARDED_ROUND_TRIPS = 200
const VERIFICATIONS = 400
const VERIFICATION_SLICES = 5

/** Measures all floors, in about a second. The temporary folder decides which disk S is about. */
export async function measureFloors(): Promise<Floors> {
  return { S: syncedWrite(), R: await roundTrip(), V: verification(), curve: curve().backend }
}

/** Microseconds of the work's floor. */
export function floorMicroseconds(cost: FloorCost, floors: Floors): number {
  return (cost.S ?? 0) * floors.S + (cost.R ?? 0) * floors.R + (cost.V ?? 0) * floors.V
}

function syncedWrite(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bourse-bench-'))
  const file = openSync(join(folder, 'synced'), 'w')
  const record = new Uint8Array(SYNCED_BYTES).fill(7)
  try {
    const times = Array.from({ length: SYNCED_WRITES }, () =>
      perOperation(1, () => {
        writeSync(file, record)
        fdatasyncSync(file)
      })
    )
    return median(times)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}

async function roundTrip(): Promise<number> {
  const server = fork(fileURLToPath(new URL('./echo-server.js', import.meta.url)))
  try {
    const [port] = (await once(server, 'message')) as [number]
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    const times = await exchangeMessages(socket)
    socket.destroy()
    return median(times.slice(DISCARDED_ROUND_TRIPS))
  } finally {
    server.disconnect()
    await once(server, 'exit')
  }
}

/** The time of each round trip, one after another. */
function exchangeMessages(socket: Socket): Promise<readonly number[]> {
  const message = new Uint8Array(MESSAGE_BYTES).fill(7)
  const times: number[] = []
  return new Promise((resolve, reject) => {
    let start = microseconds()
    let received = 0
    socket.on('error', reject)
    socket.on('data', (data) => {
      received += data.length
      if (received < MESSAGE_BYTES) return
      times.push(microseconds() - start)
      if (times.length === ROUND_TRIPS) {
        resolve(times)
        return
      }
      received = 0
      start = microseconds()
      socket.write(message)
    })
    socket.write(message)
  })
}

function verification(): number {
  const key = new Uint8Array(32).fill(3)
  const digest = new Uint8Array(32).fill(9)
  const publicKey = curve().publicKey(key)
  const signature = curve().ecdsaSign(digest, key)
  const slice = (): number =>
    perOperation(VERIFICATIONS, () => curve().ecdsaVerify(signature, digest, publicKey))
  slice()
  return median(Array.from({ length: VERIFICATION_SLICES }, slice))
}
