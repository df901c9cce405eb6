import { stationaryDistribution } from '../../src/regimes/chain/markov-chain.ts';
import { createHmmModel, type HmmModel } from '../../src/regimes/hmm/hmm-model.ts';

/**
 * A hidden Markov model of daily returns, in units of 1 %, with known parameters.
 *
 * @param volsAnnual of the regimes, decimals
 * @param means of their daily returns, decimals
 * @param transition P(next j | now i) at [i][j]
 * @param features of the model, all alike; 'return' alone by default
 */
export function regimeModel(
  volsAnnual: readonly number[],
  means: readonly number[],
  transition: readonly (readonly number[])[],
  features: readonly string[] = ['return'],
): HmmModel {
  const states = volsAnnual.length;
  const width = features.length;
  const chain = { states, transition: Float64Array.from(transition.flat()) };
  const shares = stationaryDistribution(chain);
  return createHmmModel({
    features,
    standardiser: { location: new Float64Array(width), scale: new Float64Array(width).fill(0.01) },
    hmm: {
      ...chain,
      dimensions: width,
      law: 'normal',
      covariance: 'diagonal',
      degrees: new Float64Array(),
      start: shares,
      means: Float64Array.from(means.flatMap((mean) => features.map(() => mean * 100))),
      variances: Float64Array.from(volsAnnual.flatMap((vol) => features.map(() => (vol ** 2 / 252) * 1e4))),
    },
    chain: 'free',
    states: volsAnnual.map((volAnnual, k) => ({ volAnnual, meanDaily: means[k], share: shares[k] })),
    fit: { logLikelihood: 0, rows: 1000, parameters: 7, aic: 0, bic: 0, iterations: 1, converged: true },
  });
}
