import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { CodedError } from '../base/coded-error.ts'

/** Why the API of a data folder cannot be reached. */
export type ApiFilesErrorCode = 'NODE_NOT_RUNNING' | 'API_FILES_MALFORMED' | 'API_FILES_UNREADABLE'

/** The files by which a client finds the API are absent or wrong. */
export class ApiFilesError extends CodedError<ApiFilesErrorCode> {}

/** Where a node's API is and what opens it. */
export interface ApiEndpoint {
  /** Such as `http://127.0.0.1:7780`. */
  readonly url: string
  /** Process id of the node. */
  readonly pid: number
  /** 64 hexadecimal digits; whoever has it owns the wallet's coins. */
  readonly token: string
}

const endpointSchema = v.object({
  url: v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:[0-9]{1,5}$/)),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1))
})
const tokenSchema = v.pipe(v.string(), v.trim(), v.regex(/^[0-9a-f]{64}$/))

const cookiePath = (dataFolder: string): string => join(dataFolder, 'api.cookie')
const endpointPath = (dataFolder: string): string => join(dataFolder, 'api.json')

/** Writes `api.cookie` (mode 0600) and `api.json` into the data folder, each whole or not at all. */
export async function writeApiFiles(dataFolder: string, endpoint: ApiEndpoint): Promise<void> {
  const { url, pid, token } = endpoint
  await replaceFile(cookiePath(dataFolder), `${token}\n`)
  await replaceFile(endpointPath(dataFolder), `${JSON.stringify({ url, pid })}\n`)
}

/** Removes both files: the node no longer answers. */
export async function removeApiFiles(dataFolder: string): Promise<void> {
  await rm(endpointPath(dataFolder), { force: true })
  await rm(cookiePath(dataFolder), { force: true })
}

/**
 * Finds the API of the node that runs on this data folder.
 * @throws {@link ApiFilesError} `NODE_NOT_RUNNING` where the files are absent, `API_FILES_MALFORMED`,
 * `API_FILES_UNREADABLE` (permissions).
 */
export async function readApiFiles(dataFolder: string): Promise<ApiEndpoint> {
  const endpoint = v.safeParse(
    endpointSchema,
    parseJson(await readText(endpointPath(dataFolder), dataFolder))
  )
  const token = v.safeParse(tokenSchema, await readText(cookiePath(dataFolder), dataFolder))
  if (!endpoint.success || !token.success) {
    throw new ApiFilesError(
      'API_FILES_MALFORMED',
      `api.json or api.cookie in ${dataFolder} is damaged; restart the node to write them anew`,
      { fault: 'user' }
    )
  }
  return { ...endpoint.output, token: token.output }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`
  await rm(fresh, { force: true })
  await writeFile(fresh, text, { mode: 0o600, flag: 'wx' })
  await rename(fresh, path)
}

async function readText(path: string, dataFolder: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new ApiFilesError('NODE_NOT_RUNNING', `no node runs on ${dataFolder}`, {
        fault: 'user',
        cause: error
      })
    }
    throw new ApiFilesError('API_FILES_UNREADABLE', `${path} cannot be read; is it another user’s?`, {
      fault: 'user',
      cause: error
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
