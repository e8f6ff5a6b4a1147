import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Level } from 'level'
import { expect } from 'chai'
import { openLevelStore, type DiskStore } from '../../src/adapters/level/level-store.ts'
import { MemoryStore } from '../../src/adapters/level/memory-store.ts'
import type { Bytes } from '../../src/base/bytes.ts'
import type { Store, StoreChange } from '../../src/ports/store.ts'

const put = (key: string, ...value: number[]): StoreChange => ({
  kind: 'put',
  bucket: 'trades',
  key,
  value: Uint8Array.from(value)
})

async function listed(store: Store, prefix?: string): Promise<readonly (readonly [string, number[]])[]> {
  const rows: [string, number[]][] = []
  for await (const [key, value] of store.entries('trades', prefix)) rows.push([key, [...value]])
  return rows
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)
  )
}

/** Puts another way of writing in the place of LevelDB's; the returned function takes it back. */
function replaceBatch(write: (inherited: () => unknown, options: unknown) => unknown): () => void {
  const inherited: unknown = Reflect.get(Level.prototype, 'batch')
  if (typeof inherited !== 'function') throw new TypeError('level has no batch')
  Object.defineProperty(Level.prototype, 'batch', {
    configurable: true,
    value(this: Level, operations: unknown, options: unknown) {
      return write(() => Reflect.apply(inherited, this, [operations, options]), options)
    }
  })
  return () => Reflect.deleteProperty(Level.prototype, 'batch')
}

describe('stores', () => {
  let folder: string
  let opened: DiskStore[] = []
  const open = async (network = 'test') => {
    const store = await openLevelStore(join(folder, 'data'), network)
    opened.push(store)
    return store
  }
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bourse-store-'))))
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()))
    opened = []
    rmSync(folder, { recursive: true })
  })

  const kinds: readonly [string, () => Promise<Store>][] = [
    ['on disk', () => open()],
    ['in memory', () => Promise.resolve(new MemoryStore())]
  ]
  for (const [name, make] of kinds) {
    it(`${name}: keeps rows by bucket, in key order, by prefix`, async () => {
      const store = await make()
      await store.commit([
        put('b', 2),
        put('a/2', 1, 2),
        put('a/1', 1),
        { ...put('a/9', 9), bucket: 'orders' }
      ])
      expect(await listed(store)).to.deep.equal([
        ['a/1', [1]],
        ['a/2', [1, 2]],
        ['b', [2]]
      ])
      expect(await listed(store, 'a/')).to.deep.equal([
        ['a/1', [1]],
        ['a/2', [1, 2]]
      ])
      await store.commit([{ kind: 'delete', bucket: 'trades', key: 'a/1' }, put('b', 3)])
      expect(await listed(store)).to.deep.equal([
        ['a/2', [1, 2]],
        ['b', [3]]
      ])
      expect(await store.get('trades', 'a/1')).to.equal(undefined)
      expect(await store.get('orders', 'a/9')).to.deep.equal(Uint8Array.of(9))
    })

    it(`${name}: writes in order and copies what it is given`, async () => {
      const store = await make()
      const value: Bytes = Uint8Array.of(1)
      const first = store.commit([{ kind: 'put', bucket: 'trades', key: 'k', value }])
      value[0] = 7
      await first
      expect(await store.get('trades', 'k')).to.deep.equal(Uint8Array.of(1))
      await Promise.all(Array.from({ length: 50 }, (_, index) => store.commit([put('k', index)])))
      expect(await store.get('trades', 'k')).to.deep.equal(Uint8Array.of(49))
    })
  }

  it('on disk: joins the commits of one turn in one synced batch', async () => {
    const store = await open()
    const batches: unknown[] = []
    const undo = replaceBatch((inherited, options) => {
      batches.push(options)
      return inherited()
    })
    try {
      await Promise.all([
        store.commit([put('a', 1)]),
        store.commit([put('b', 2)]),
        store.commit([put('c', 3)])
      ])
    } finally {
      undo()
    }
    expect(batches).to.deep.equal([{ sync: true }])
  })

  it('on disk: a failed write rejects its whole batch and everything after', async () => {
    const store = await open()
    await store.commit([put('a', 1)])
    const undo = replaceBatch(() => Promise.reject(new Error('no space left on device')))
    try {
      const codes = await Promise.all([
        codeOf(store.commit([put('a', 2)])),
        codeOf(store.commit([put('b', 2)]))
      ])
      expect(codes).to.deep.equal(['STORE_FAILED', 'STORE_FAILED'])
    } finally {
      undo()
    }
    expect(await codeOf(store.commit([put('c', 3)]))).to.equal('STORE_FAILED')
    expect(await listed(store)).to.deep.equal([['a', [1]]])
  })

  it('on disk: keeps rows across openings', async () => {
    const store = await open()
    await store.commit([put('a', 1)])
    await store.close()
    expect(await codeOf(store.commit([put('a', 2)]))).to.equal('STORE_CLOSED')
    expect(await listed(await open())).to.deep.equal([['a', [1]]])
  })

  it('on disk: refuses a second opening, also from another process', async () => {
    await open()
    expect(await codeOf(open())).to.equal('DATA_FOLDER_IN_USE')
    const module = new URL('../../src/adapters/level/level-store.js', import.meta.url).href
    const script = `import(${JSON.stringify(module)}).then((m) => m.openLevelStore(${JSON.stringify(join(folder, 'data'))}, 'test')).catch((e) => process.stdout.write(e.code + ' ' + e.message))`
    const output = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(output).to.match(
      /^DATA_FOLDER_IN_USE Another process uses the data folder .*\. Stop that node first/
    )
  })

  it('on disk: refuses the folder of another network or of a newer layout', async () => {
    const store = await open('test')
    await store.close()
    expect(await codeOf(open('other'))).to.equal('DATA_FOLDER_OTHER_NETWORK')
    const again = await open('test')
    await again.commit([{ kind: 'put', bucket: 'meta', key: 'layout', value: Uint8Array.of(1, 2) }])
    await again.close()
    expect(await codeOf(open('test'))).to.equal('DATA_FOLDER_TOO_NEW')
  })
})
