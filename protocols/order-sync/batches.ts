/** Groups what comes into lists of `size`; the last one may be shorter, none is empty. */
export async function* batches<Item>(
  source: AsyncIterable<Item>,
  size: number
): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = []
  for await (const item of source) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
