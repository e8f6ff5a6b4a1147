import { Readable } from 'node:stream'
import { expect } from 'chai'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../../src/cli/run-cli.ts'
import { RUNNERS } from '../../src/cli/wiring.ts'

describe('bourse wallet words and passphrase', function () {
  this.timeout(60_000)
  let folder: string
  let data: string
  let words: string
  const file = (name: string): string => join(folder, name)

  const bourse = async (args: readonly string[], answers: readonly string[] | null = null) => {
    let [stdout, stderr] = ['', '']
    const left = [...(answers ?? [])]
    const code = await runCli(
      {
        args: [...args, '--data', data],
        environment: {},
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text) },
        terminal: {
          interactive: answers !== null,
          ask: async () => left.shift() ?? '',
          readAll: async () => '',
          chunks: () => Readable.from([])
        },
        signal: new AbortController().signal,
        version: '0.1.0'
      },
      RUNNERS
    )
    return { code, stdout, stderr }
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-secrets-'))
    data = file('node')
    await writeFile(file('old'), 'old passphrase\n')
    await writeFile(file('new'), 'new passphrase\n')
    const { stdout } = await bourse(['init', '--passphrase-file', file('old'), '--json'])
    words = (JSON.parse(stdout) as { words: string }).words
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('shows the words again for the passphrase, and for no other', async () => {
    const shown = await bourse(['wallet', 'words', '--passphrase-file', file('old'), '--json'])
    expect(JSON.parse(shown.stdout)).to.deep.equal({ words })
    const typed = await bourse(['wallet', 'words'], ['old passphrase'])
    expect(typed.stdout)
      .to.include('Write these words down')
      .and.to.include(`   1 ${words.split(' ')[0]}`)
    const wrong = await bourse(['wallet', 'words', '--passphrase-file', file('new')])
    expect(wrong.code).to.equal(1)
    expect(wrong.stdout).to.equal('')
    expect(wrong.stderr).to.match(/\(WRONG_PASSPHRASE\)\nhint: /)
  })

  it('changes the passphrase', async () => {
    const args = [
      'wallet',
      'passphrase',
      '--passphrase-file',
      file('old'),
      '--new-passphrase-file',
      file('new')
    ]
    expect((await bourse([...args, '--json'])).stdout).to.equal('{"changed":true}\n')
    const shown = await bourse(['wallet', 'words', '--passphrase-file', file('new'), '--json'])
    expect(JSON.parse(shown.stdout)).to.deep.equal({ words })
    expect((await bourse(['wallet', 'words', '--passphrase-file', file('old')])).stderr).to.include(
      '(WRONG_PASSPHRASE)'
    )
  })

  it('asks for the new passphrase twice, and changes nothing where the two differ', async () => {
    const before = await readFile(join(data, 'vault.json'))
    const { code, stderr } = await bourse(['wallet', 'passphrase'], ['old passphrase', 'one', 'other'])
    expect(code).to.equal(1)
    expect(stderr).to.include('(PASSPHRASE_DIFFERS)')
    expect((await readFile(join(data, 'vault.json'))).equals(before)).to.equal(true)
    expect((await bourse(['wallet', 'passphrase'], ['old passphrase', 'one', 'one'])).code).to.equal(0)
    expect((await bourse(['wallet', 'words'], ['one'])).code).to.equal(0)
  })

  it('names the new passphrase where nobody can be asked for it', async () => {
    const { code, stderr } = await bourse(['wallet', 'passphrase', '--passphrase-file', file('old')])
    expect(code).to.equal(1)
    expect(stderr).to.match(/^error: the new passphrase is missing.*\(PASSPHRASE_MISSING\)/)
  })

  it('says where there is no wallet', async () => {
    await rm(data, { recursive: true })
    const { stderr } = await bourse(['wallet', 'words', '--passphrase-file', file('old')])
    expect(stderr).to.match(/\(VAULT_MISSING\)\nhint: /)
  })
})
