import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'

/** What a method answers. A bigint is an amount in the smallest unit and is written as coins with 8 decimals. */
export type RpcValue =
  | string
  | number
  | boolean
  | null
  | bigint
  | readonly RpcValue[]
  | { readonly [key: string]: RpcValue | undefined }

/** JSON text; a property that is undefined is left out. */
export function encodeJson(value: RpcValue): string {
  if (typeof value === 'bigint') return coinsText(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`
  const members: string[] = []
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${encodeJson(member)}`)
  }
  return `{${members.join(',')}}`
}

function isList(value: RpcValue): value is readonly RpcValue[] {
  return Array.isArray(value)
}
