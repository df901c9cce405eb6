import type { RegimeProbabilities } from './detector.ts';
import { mostProbable } from './most-probable.ts';

/**
 * How often one regime follows another from row to row, for models that know no chain of their own: moves between the most
 * probable regimes of neighbouring rows, half a move more of each kind (Krichevsky and Trofimov 1981), so that none is
 * impossible.
 *
 * @param complete 1 for the rows that count; a move between two of them with a gap in between does not
 * @returns `[i][j]` is P(next j | now i); each row sums to 1
 */
export function labelTransition(probabilities: RegimeProbabilities, complete: Uint8Array): Float64Array[] {
  const states = probabilities.columns.length;
  const labels = mostProbable(probabilities);
  const counts = Array.from({ length: states }, () => new Float64Array(states).fill(0.5));
  for (let t = 1; t < labels.length; t++) {
    if (complete[t - 1] === 1 && complete[t] === 1) counts[labels[t - 1]][labels[t]]++;
  }
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => count / total);
  });
}
