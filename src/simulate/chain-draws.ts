/** The chain seen backwards in time: P(yesterday j | today i) = π_j P_ji / π_i. */
export function reverseChain(transition: Float64Array, stationary: Float64Array): Float64Array {
  const states = stationary.length;
  return transition.map((_, at) => {
    const today = Math.floor(at / states);
    const before = at % states;
    // A regime that the chain has left for good has no past within it: it counts as its own.
    if (stationary[today] === 0) return today === before ? 1 : 0;
    return (stationary[before] * transition[before * states + today]) / stationary[today];
  });
}

/** Cumulative sums along rows of `states` probabilities; the last of each is 1. */
export function cumulativeRows(rows: Float64Array, states: number): Float64Array {
  let sum = 0;
  return rows.map((probability, at) => {
    sum = at % states === 0 ? probability : sum + probability;
    return at % states === states - 1 ? 1 : sum;
  });
}
