import { ALPHA, BETA, GAMMA, OMEGA } from './garch-terms.ts';

/** Places that make up the persistence, with their shares in it. */
const weights = [
  [ALPHA, 1],
  [GAMMA, 0.5],
  [BETA, 1],
] as const;

/**
 * Variance targeting (Engle and Mezrich 1996): ω = 1 − p holds the long-run variance of 'garch' or 'gjr' at 1, p = α + γ/2 + β.
 * Where p is above `most`, α, γ and β are first made smaller alike until it is `most`. Changes `parameters` in place.
 *
 * @returns what carries slopes by all of these parameters over to those by α, γ and β as they were given, in place
 */
export function targetVariance(parameters: Float64Array, most: number): (slopes: Float64Array) => void {
  const given = parameters.slice();
  const persistence = weights.reduce((sum, [place, weight]) => sum + weight * given[place], 0);
  const share = Math.min(1, most / persistence);
  for (const [place] of weights) parameters[place] *= share;
  parameters[OMEGA] = 1 - share * persistence;
  return (slopes) => {
    // With the persistence held a larger weight makes the others smaller; else it takes from ω.
    const perPersistence =
      share < 1
        ? weights.reduce((sum, [place]) => sum + given[place] * slopes[place], 0) * (-share / persistence)
        : -slopes[OMEGA];
    for (const [place, weight] of weights) slopes[place] = share * slopes[place] + weight * perPersistence;
  };
}
