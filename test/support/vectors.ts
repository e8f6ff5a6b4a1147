import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env['BOURSE_VECTORS'] ?? '../shared/vectors'

/**
 * Text of an outside test vector, such as `bip340/test-vectors.csv`, from the folder that BOURSE_VECTORS names
 * (`../shared/vectors` unless set). Where the file is absent the running test is skipped, with its name.
 */
export function vectorFile(context: Mocha.Context, name: string): string {
  const path = join(folder, name)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  if (context.test) context.test.title += ` (skipped: ${name} is not in the vectors folder)`
  return context.skip()
}
