/**
 * Logarithm of the expected growth E[S_t/S_0] of a price that is the product of stationary-bootstrap returns, for
 * t = 0, 1, …: exact, by carrying E[S_t; day drawn is i] forward: with probability p = 1/mean block a day is drawn
 * afresh, else it follows the one before. Days already computed are kept.
 *
 * @param returns log returns in the order of history, which wraps around
 * @returns for a number of days, the logarithms from day 0 to at least that day
 */
export function createBootstrapGrowth(
  returns: Float64Array,
  meanBlockDays: number,
): (days: number) => Readonly<Float64Array> {
  const rows = returns.length;
  const fresh = 1 / meanBlockDays;
  const factors = returns.map(Math.exp);
  // Expectations over paths that draw row i on the latest day, relative to the growth so far: their sum is 1.
  let weights = new Float64Array(rows).fill(1 / rows);
  let growth = Float64Array.of(0);

  return (days) => {
    if (growth.length > days) return growth;
    const grown = new Float64Array(days + 1);
    grown.set(growth);
    for (let t = growth.length; t <= days; t++) {
      const next = new Float64Array(rows);
      let total = 0;
      for (let i = 0; i < rows; i++) {
        const followed = weights[i === 0 ? rows - 1 : i - 1];
        const arrived = t === 1 ? 1 / rows : (1 - fresh) * followed + fresh / rows;
        next[i] = arrived * factors[i];
        total += next[i];
      }
      for (let i = 0; i < rows; i++) next[i] /= total;
      grown[t] = grown[t - 1] + Math.log(total);
      weights = next;
    }
    growth = grown;
    return growth;
  };
}
