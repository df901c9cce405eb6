/** Tables of one run after another. */
export interface EmWorkspace {
  readonly likelihoods: Float64Array;
  readonly filtered: Float64Array;
  readonly scales: Float64Array;
  readonly smoothed: Float64Array;
  /** Likelihood of row t and of all later rows given the state at t, over that given the past: rows × states. */
  readonly onward: Float64Array;
  /** Where each sequence stands in `tables` of rows × states: [from, to) in values. */
  readonly spans: readonly (readonly [number, number])[];
}

/**
 * Room for runs over so many rows and states.
 *
 * @param sequences first row of each sequence, in order; [0] when all rows are one. No state is carried from one to the next.
 */
export function createWorkspace(rows: number, states: number, sequences: readonly number[]): EmWorkspace {
  const table = () => new Float64Array(rows * states);
  return {
    likelihoods: table(),
    filtered: table(),
    smoothed: table(),
    onward: table(),
    scales: new Float64Array(rows),
    spans: sequences.map((from, n) => [from * states, (sequences[n + 1] ?? rows) * states]),
  };
}
