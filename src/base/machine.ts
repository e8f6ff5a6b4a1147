/**
 * A state machine's step: pure, synchronous, total. No clock, no randomness, no input or output: equal
 * inputs give equal steps. An event that a state does not expect leaves the state unchanged and says so
 * in an effect; a step never throws for what a peer did.
 */
export type Transition<State, Event, Effect, Params> = (
  state: State,
  event: Event,
  params: Params
) => readonly [next: State, effects: readonly Effect[]]

/** Ends an exhaustive switch: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected variant: ${JSON.stringify(value)}`)
}
