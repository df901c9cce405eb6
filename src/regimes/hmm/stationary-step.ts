import { leastSquares } from '../../math/least-squares.ts';
import { stationaryDistribution } from '../chain/markov-chain.ts';

/** Rounds at most, and the change of a probability that ends them: a fixed point is near, for starts are few beside moves. */
const mostRounds = 50;
const smallestChange = 1e-14;
const probabilityFloor = 1e-12;

/**
 * The transitions of a chain that starts from its stationary distribution π, most likely given expected moves and starts: they
 * maximise Σ_ij moves_ij ln P_ij + Σ_k starts_k ln π_k(P). With ∂π_k/∂P_ij = π_i Z_jk, Z = (I − P + 1πᵀ)⁻¹ the fundamental matrix
 * (Schweitzer 1968), the first-order conditions are
 *   P_ij Σ_m moves_im = moves_ij + P_ij (g_ij − Σ_m P_im g_im),  g_ij = π_i Σ_k starts_k Z_jk / π_k,
 * solved by repetition from the chain at hand. Sets `start` to π too.
 *
 * @param moves expected number of moves from i to j at `i * states + j`
 * @param starts expected number of sequences that start in each state
 * @param transition in: where the search begins; out: the transitions found
 */
export function maximiseStationaryChain(
  moves: Float64Array,
  starts: Float64Array,
  transition: Float64Array,
  start: Float64Array,
): void {
  const states = starts.length;
  for (let round = 0; round < mostRounds; round++) {
    if (improve(moves, starts, transition, states) < smallestChange) break;
  }
  start.set(stationaryDistribution({ states, transition }));
}

/** One round; returns the largest change of a probability. */
function improve(moves: Float64Array, starts: Float64Array, transition: Float64Array, states: number): number {
  const shares = stationaryDistribution({ states, transition });
  // h_j = Σ_k Z_jk starts_k / π_k solves (I − P + 1πᵀ) h = starts / π.
  const columns = Array.from({ length: states }, (_, j) =>
    Float64Array.from({ length: states }, (_, i) => (i === j ? 1 : 0) - transition[i * states + j] + shares[j]),
  );
  const pull = leastSquares(
    columns,
    starts.map((count, k) => count / Math.max(probabilityFloor, shares[k])),
  );
  let change = 0;
  for (let i = 0; i < states; i++) {
    const row = i * states;
    let leaving = 0;
    let centre = 0;
    for (let j = 0; j < states; j++) {
      leaving += moves[row + j];
      centre += transition[row + j] * pull[j];
    }
    let total = 0;
    const next = Array.from({ length: states }, (_, j) => {
      const weight = moves[row + j] + transition[row + j] * shares[i] * (pull[j] - centre);
      const probability = Math.max(probabilityFloor, leaving > 0 ? weight / leaving : transition[row + j]);
      total += probability;
      return probability;
    });
    for (let j = 0; j < states; j++) {
      const probability = next[j] / total;
      change = Math.max(change, Math.abs(probability - transition[row + j]));
      transition[row + j] = probability;
    }
  }
  return change;
}
