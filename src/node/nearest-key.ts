/** Further away than this a word is no misspelling. */
const MAX_DISTANCE = 3

/** The candidate closest to `word` by edit distance, or null where none is near. */
export function nearestKey(word: string, candidates: Iterable<string>): string | null {
  let nearest: string | null = null
  let best = MAX_DISTANCE + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.slice(0, 64), candidate)
    if (distance >= best || distance >= candidate.length) continue
    nearest = candidate
    best = distance
  }
  return nearest
}

/** Insertions, deletions and changes of one character between the two (Levenshtein). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [row, character] of left.split('').entries()) {
    const current = [row + 1]
    for (const [column, other] of right.split('').entries()) {
      const changed = (previous[column] ?? 0) + (character === other ? 0 : 1)
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
