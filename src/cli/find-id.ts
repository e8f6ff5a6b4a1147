import { CliError } from './cli-error.ts'

/** Shown in tables; enough to be unique in practice. */
const SHORT_ID = 12
/** Fewer digits are surely a slip. */
const MIN_PREFIX = 4

/** The beginning of an id, for tables. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_ID)
}

/**
 * The whole id that begins with what was typed; a whole one is not looked up.
 * @param list - Gives the known ids.
 * @throws {@link CliError} `ID_INVALID`, `ID_AMBIGUOUS`.
 */
export async function findId(typed: string, list: () => Promise<readonly string[]>): Promise<string> {
  const prefix = typed.toLowerCase()
  if (!/^[0-9a-f]{1,64}$/.test(prefix) || prefix.length < MIN_PREFIX) {
    throw new CliError(
      'ID_INVALID',
      `${JSON.stringify(typed)} is not an id: ${MIN_PREFIX} to 64 hexadecimal digits`
    )
  }
  if (prefix.length === 64) return prefix
  const found = (await list()).filter((id) => id.startsWith(prefix))
  const [only, ...others] = found
  if (others.length > 0) {
    throw new CliError('ID_AMBIGUOUS', `${found.length} ids begin with ${prefix}`, {
      details: { first: only ?? '' }
    })
  }
  // The node names what it does not know by its own code.
  return only ?? prefix.padEnd(64, '0')
}
