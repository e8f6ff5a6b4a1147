import { equalBytes, fromHex } from '../../base/bytes.ts'
import type { Curve } from './curve.ts'
import { CurveError } from './curve-error.ts'

/** Rows 1, 5, 6, 7 and 10 of the test vectors of BIP 340, in its own hexadecimal. */
const SIGNING = {
  privateKey: 'B7E151628AED2A6ABF7158809CF4F3C762E7160F38B4DA56A784D9045190CFEF',
  publicKey: 'DFF1D77F2A671C5F36183726DB2341BE58FEAE1DA2DECED843240F7B502BA659',
  auxiliary: '0000000000000000000000000000000000000000000000000000000000000001',
  message: '243F6A8885A308D313198A2E03707344A4093822299F31D0082EFA98EC4E6C89',
  signature:
    '6896BD60EEAE296DB48A229FF71DFE071BDE413E6D43F917DC8DCF8C78DE33418906D11AC976ABCCB20B091292BFF4EA897EFCB639EA871CFA95F6DE339E4B0A'
}
const REFUSED: readonly { publicKey: string; signature: string; fault: string }[] = [
  {
    publicKey: 'EEFDEA4CDB677750A420FEE807EACF21EB9898AE79B9768766E4FAA04A2D4A34',
    signature:
      '6CFF5C3BA86C69EA4B7376F31A9BCB4F74C1976089B2D9963DA2E5543E17776969E89B4C5564D00349106B8497785DD7D1D713A8AE82B32FA79D5F7FC407D39B',
    fault: 'a public key that is not on the curve'
  },
  {
    publicKey: SIGNING.publicKey,
    signature:
      'FFF97BD5755EEEA420453A14355235D382F6472F8568A18B2F057A14602975563CC27944640AC607CD107AE10923D9EF7A73C643E166BE5EBEAFA34B1AC553E2',
    fault: 'a nonce point with an odd y'
  },
  {
    publicKey: SIGNING.publicKey,
    signature:
      '1FA62E331EDBC21C394792D2AB1100A7B432B013DF3F6FF4F99FCB33E0E1515F28890B3EDB6E7189B630448B515CE4F8622A954CFE545735AAEA5134FCCDB2BD',
    fault: 'a negated message'
  },
  {
    publicKey: SIGNING.publicKey,
    signature:
      '00000000000000000000000000000000000000000000000000000000000000017615FBAF5AE28864013C099742DEADB4DBA87F11AC6754F93780D5A1837CF197',
    fault: 'a nonce point at infinity'
  }
]

/** One valid signature of BIP 340, for the speed test. */
export const validSignature = {
  message: fromHex(SIGNING.message),
  publicKey: fromHex(SIGNING.publicKey),
  signature: fromHex(SIGNING.signature)
} as const

/**
 * Lets a backend prove itself before any key is entrusted to it: a signature that it must make and accept,
 * and four that it must refuse. A wrong build of a native library shows here and not in a lost coin.
 * @throws {@link CurveError} `CURVE_WRONG`, with the failing check.
 */
export function checkCurve(curve: Curve): void {
  const { message, publicKey, signature } = validSignature
  const made = curve.schnorrSign(message, fromHex(SIGNING.privateKey), fromHex(SIGNING.auxiliary))
  if (!equalBytes(made, signature)) throw wrong(curve, 'signs otherwise')
  if (!curve.schnorrVerify(signature, message, publicKey)) throw wrong(curve, 'refuses a valid signature')
  for (const row of REFUSED) {
    if (curve.schnorrVerify(fromHex(row.signature), message, fromHex(row.publicKey))) {
      throw wrong(curve, `accepts ${row.fault}`)
    }
  }
}

function wrong(curve: Curve, what: string): CurveError {
  return new CurveError('CURVE_WRONG', `the ${curve.backend} secp256k1 backend is wrong: it ${what}`, {
    fault: 'internal',
    details: { backend: curve.backend }
  })
}
