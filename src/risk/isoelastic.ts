import { requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { requireSample } from './require-sample.ts';

export interface IsoelasticOptions {
  /** a, relative risk aversion, > 0; 1 is logarithmic utility. */
  readonly riskAversion: number;
  /** What the desk has before it hedges, in the P&L's unit: with it every outcome must leave something. */
  readonly initialWealth: number;
}

/**
 * Isoelastic utility u(w) = w^(1 − a)/(1 − a), log w at a = 1, of wealth w = initial wealth + P&L (Pratt 1964, Arrow 1965), as a
 * loss in money: initial wealth less the sure wealth of the same expected utility. Risk counts for less the more there is.
 *
 * A sure gain comes off it only where it is the only outcome: `isCashInvariant` is false.
 *
 * @throws RangeError when an option is not a finite number > 0; from the measures, on wealth that is not above 0
 * @example
 * isoelastic({ riskAversion: 1, initialWealth: 4 }).value(Float64Array.of(-3, 0)); // 4 − √(1 · 4) = 2
 */
export function isoelastic({ riskAversion, initialWealth }: IsoelasticOptions): Criterion {
  requirePositive('riskAversion', riskAversion);
  requirePositive('initialWealth', initialWealth);

  function sureWealth(pnl: Float64Array): number {
    requireSample(pnl);
    // Relative to the least wealth: powers neither overflow nor vanish.
    const least = initialWealth + smallest(pnl);
    if (!(least > 0)) {
      throw new RangeError(
        `isoelastic utility knows no wealth of ${least}: expected initialWealth above the worst loss, ${-smallest(pnl)}, it is ${initialWealth}`,
      );
    }
    let sum = 0;
    for (let i = 0; i < pnl.length; i++) {
      const ratio = (initialWealth + pnl[i]) / least;
      sum += riskAversion === 1 ? Math.log(ratio) : ratio ** (1 - riskAversion);
    }
    const average = sum / pnl.length;
    return least * (riskAversion === 1 ? Math.exp(average) : average ** (1 / (1 - riskAversion)));
  }

  const value = (pnl: Float64Array) => initialWealth - sureWealth(pnl);
  return {
    name: `isoelastic, risk aversion ${riskAversion}, initial wealth ${initialWealth}`,
    isCashInvariant: false,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const sure = sureWealth(pnl);
      for (let i = 0; i < pnl.length; i++) {
        out[i] = -((sure / (initialWealth + pnl[i])) ** riskAversion) / pnl.length;
      }
      return initialWealth - sure;
    },
  };
}

function smallest(pnl: Float64Array): number {
  let lowest = pnl[0];
  for (let i = 1; i < pnl.length; i++) if (pnl[i] < lowest) lowest = pnl[i];
  return lowest;
}
