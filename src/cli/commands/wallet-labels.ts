import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import * as v from 'valibot'
import { labelSchema, listLabels, MAX_LABELS_PER_REQUEST, putLabels } from '../../api/resources/labels.ts'
import type { LabelView } from '../../api/wallet-control.ts'
import { toJson } from '../../api/values.ts'
import { CliError } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'

const LEDGER = { name: '<ledger>', description: 'id of a ledger, such as btc' }
/** A line of BIP 329 that we understand is shorter. */
const MAX_LINE_CHARACTERS = 8192
const TXID = /^[0-9a-f]{64}$/

/** Any line of BIP 329: kinds beside ours are passed over. */
const labelLine = v.object({ type: v.string(), ref: v.string(), label: v.optional(v.string(), '') })

/** `bourse wallet label` */
export const labelCommand: CommandSpec = {
  name: 'label',
  summary: 'say in words what a transaction or an address is for',
  arguments: [
    LEDGER,
    { name: '<ref>', description: 'transaction id or address' },
    { name: '<text>', description: "one line; '' takes the label away" }
  ],
  examples: [
    'wallet label btc bcrt1q... "rent, paid by Ann"',
    'wallet label btc 4a5e1e... "the first coin"',
    "wallet label btc 4a5e1e... ''"
  ],
  run: async ({ client, output }, [ledger = '', ref = '', label = '']) => {
    const entry: LabelView = { type: TXID.test(ref) ? 'tx' : 'addr', ref, label }
    await (await client()).call(putLabels, { params: { ledger }, body: { labels: [entry] } })
    output.value(entry)
    output.line(label === '' ? `No label any more: ${ref}` : `${ref}: ${label}`)
  }
}

/** `bourse wallet export-labels` */
export const exportLabelsCommand: CommandSpec = {
  name: 'export-labels',
  summary: 'print all labels as BIP 329 JSON lines',
  arguments: [LEDGER],
  examples: ['wallet export-labels btc > labels.jsonl'],
  run: async ({ client, output }, [ledger = '']) => {
    const { labels } = await (await client()).call(listLabels, { params: { ledger } })
    for (const label of labels) output.raw(`${toJson(label)}\n`)
  }
}

/** `bourse wallet import-labels` */
export const importLabelsCommand: CommandSpec = {
  name: 'import-labels',
  summary: 'read labels from a file of BIP 329 JSON lines',
  arguments: [LEDGER, { name: '<file>', description: 'as another wallet exported it' }],
  examples: ['wallet import-labels btc labels.jsonl'],
  run: async ({ client, output }, [ledger = '', file = '']) => {
    const api = await client()
    const { labels, passedOver } = await readLabels(file)
    for (let start = 0; start < labels.length; start += MAX_LABELS_PER_REQUEST) {
      const page = labels.slice(start, start + MAX_LABELS_PER_REQUEST)
      await api.call(putLabels, { params: { ledger }, body: { labels: page } })
    }
    output.value({ imported: labels.length, passedOver })
    output.line(`${labels.length} labels are stored; ${passedOver} lines of other kinds were passed over.`)
  }
}

async function readLabels(file: string): Promise<{ labels: LabelView[]; passedOver: number }> {
  const labels: LabelView[] = []
  let passedOver = 0
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      number++
      if (line.trim() === '') continue
      const label = parseLine(line, number)
      if (label === null) passedOver++
      else labels.push(label)
    }
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError('FILE_UNREADABLE', `${file} cannot be read`, { cause: error })
  }
  return { labels, passedOver }
}

/** null for a kind that this wallet has no use for. */
function parseLine(line: string, number: number): LabelView | null {
  let json: unknown
  try {
    json = line.length <= MAX_LINE_CHARACTERS ? JSON.parse(line) : null
  } catch {
    json = null
  }
  const parsed = v.safeParse(labelLine, json)
  if (!parsed.success) {
    throw new CliError('LABELS_MALFORMED', `line ${number} is no label of BIP 329: nothing was imported`)
  }
  if (parsed.output.type !== 'tx' && parsed.output.type !== 'addr') return null
  if (parsed.output.label === '') return null
  const label = v.safeParse(labelSchema, parsed.output)
  if (label.success) return label.output
  throw new CliError(
    'LABELS_MALFORMED',
    `line ${number} has too long a label or reference: nothing was imported`
  )
}
