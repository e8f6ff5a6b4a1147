import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyBytes, type Bytes } from '../base/bytes.ts'

/**
 * SHA-256 over the built code of this package: every .js file of src and protocols with its path, in path order;
 * 32 bytes. Nodes of one build show the same. It cannot be proven from afar: it is for statistics and votes.
 */
export function codeHash(): Bytes {
  // This file runs as dist/src/node/code-hash.js.
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
  const hash = createHash('sha256')
  for (const path of ['src', 'protocols'].flatMap((folder) => scripts(join(root, folder)))) {
    hash.update(relative(root, path).replaceAll('\\', '/')).update('\0')
    hash.update(readFileSync(path)).update('\0')
  }
  return copyBytes(hash.digest())
}

function scripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
