import { PeerNetworkError } from '../../ports/peer-network.ts'

/** libp2p names the failed addresses in its text only. */
const FAILED_ADDRESS = /^\s*(\/\S+): /m

/** A coded error for a listen address that cannot be used; any other error as it is. */
export function listenError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'UnsupportedListenAddressesError') return error
  const address = FAILED_ADDRESS.exec(error.message)?.[1] ?? ''
  const details = { address }
  if (error.message.includes('EADDRINUSE')) {
    const message = `another program listens on ${address}; stop it or choose another port`
    return new PeerNetworkError('LISTEN_ADDRESS_IN_USE', message, { fault: 'user', details, cause: error })
  }
  const message = `cannot listen on ${address}; choose an address of this machine and a port above 1023`
  return new PeerNetworkError('LISTEN_ADDRESS_UNAVAILABLE', message, { fault: 'user', details, cause: error })
}
