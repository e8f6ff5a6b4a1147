import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { concatBytes, fromHex, toHex } from '../../../src/base/bytes.ts'
import { schnorrChallenge } from '../../../src/crypto/curve/schnorr-challenge.ts'
import { isScalar } from '../../../src/crypto/curve/operands.ts'
import { xOnly, type Curve } from '../../../src/crypto/curve/curve.ts'
import { vectorFile } from '../../support/vectors.ts'
import { describeBackends } from '../backends.ts'
import { cell, csvRows } from '../csv.ts'

interface Row {
  name: string
  privateKey: string
  publicKey: string
  auxiliary: string
  message: string
  signature: string
  valid: boolean
}

/** Verification over the point operations alone, for messages of any length. */
function verifiesByEquation(curve: Curve, row: Row): boolean {
  const [nonceX, response] = [fromHex(row.signature).subarray(0, 32), fromHex(row.signature).subarray(32)]
  const key = fromHex(row.publicKey)
  if (!isScalar(response) || !curve.isXOnlyPoint(key)) return false
  const challenge = curve.scalarNegate(schnorrChallenge(nonceX, key, fromHex(row.message)))
  const point = curve.linearCombination(concatBytes(Uint8Array.of(2), key), challenge, response)
  return point !== null && toHex(point) === `02${toHex(nonceX)}`
}

function check(curve: Curve, row: Row): void {
  const [message, key, signature] = [fromHex(row.message), fromHex(row.publicKey), fromHex(row.signature)]
  expect(verifiesByEquation(curve, row), row.name).to.equal(row.valid)
  if (message.length !== 32) {
    // The interface takes 32-byte messages alone.
    expect(curve.schnorrVerify(signature, message, key), row.name).to.equal(false)
    expect(() => curve.schnorrSign(message, fromHex(row.privateKey), new Uint8Array(32)), row.name).to.throw(
      RangeError
    )
    return
  }
  expect(curve.schnorrVerify(signature, message, key), row.name).to.equal(row.valid)
  if (row.privateKey === '') return
  const privateKey = fromHex(row.privateKey)
  expect(toHex(xOnly(curve.publicKey(privateKey))), row.name).to.equal(toHex(key))
  expect(toHex(curve.schnorrSign(message, privateKey, fromHex(row.auxiliary))), row.name).to.equal(
    toHex(signature)
  )
}

describeBackends('BIP 340', (curve) => {
  it('agrees with the vectors of the standard: 15 rows signed and verified, 4 with other message lengths by the equation', function () {
    const rows = csvRows(vectorFile(this, 'bip340/test-vectors.csv')).map((row): Row => ({
      name: `row ${cell(row, 'index')}: ${cell(row, 'comment')}`,
      privateKey: cell(row, 'secret key'),
      publicKey: cell(row, 'public key'),
      auxiliary: cell(row, 'aux_rand'),
      message: cell(row, 'message'),
      signature: cell(row, 'signature'),
      valid: cell(row, 'verification result') === 'TRUE'
    }))
    expect(rows).to.have.length(19)
    for (const row of rows) check(curve, row)
  })

  it('agrees with our frozen vectors', () => {
    const { rows } = JSON.parse(readFileSync('test/crypto/vectors/bip340.json', 'utf8')) as { rows: Row[] }
    expect(rows.length).to.be.greaterThan(15)
    for (const row of rows) check(curve, row)
  })
})
