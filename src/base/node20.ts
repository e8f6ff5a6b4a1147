/**
 * Node 20 lacks `Promise.withResolvers`, which libp2p 3 calls. Import this first wherever libp2p or
 * @libp2p/utils is imported at run time; it goes when Node 20 does (src/README.md, decisions).
 */
interface Resolvers<T> {
  promise: Promise<T>
  resolve: (value: T | PromiseLike<T>) => void
  reject: (reason?: unknown) => void
}

const host = Promise as unknown as { withResolvers?: <T>() => Resolvers<T> }
host.withResolvers ??= function withResolvers<T>(): Resolvers<T> {
  let resolve!: Resolvers<T>['resolve']
  let reject!: Resolvers<T>['reject']
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
