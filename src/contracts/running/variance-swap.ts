import { checkModel } from '../check-contract.ts';
import type { RunningContract } from '../contract.ts';
import type { VarianceSwapTerms } from '../contract-terms.ts';
import { expectedSquaredReturns, varianceSwapValue } from '../variance-swap.ts';
import { runContract } from './run-contract.ts';

/** Fixings a year where the life of a swap is not given: the usual annualisation of daily fixings. */
const usualFixingsPerYear = 252;

/**
 * A swap of realised variance, the sum of squared log returns of the fixings over the years of its life, against the
 * square of its strike. Exact under Black–Scholes at one volatility for the life; prices must be positive.
 *
 * Memory: `accruedVol`, the root of the variance accrued so far over the whole life, a decimal.
 *
 * @param totalYears life of the swap; a 252nd of a year for each fixing by default
 */
export function runVarianceSwap(
  terms: VarianceSwapTerms,
  scale: Float64Array,
  fixings: number,
  totalYears: number = fixings / usualFixingsPerYear,
): RunningContract {
  if (!(totalYears > 0))
    throw new RangeError(`years is ${totalYears}: expected the life of the variance swap, above 0`);
  const { strikeVol } = terms;
  const notionals = scale.map((unit) => terms.notional * unit);
  const squares = new Float64Array(scale.length);
  const last = new Float64Array(scale.length);
  const accruedVol = new Float64Array(scale.length);
  return runContract(scale, fixings, {
    check: (underlying) => checkModel(terms, underlying),
    observe(spot, step) {
      for (let path = 0; path < squares.length; path++) {
        if (step > 0) squares[path] += Math.log(spot[path] / last[path]) ** 2;
        last[path] = spot[path];
        accruedVol[path] = Math.sqrt(squares[path] / totalYears);
      }
    },
    payoff: (path) => notionals[path] * (squares[path] / totalYears - strikeVol * strikeVol),
    value(path, spot, vol, { underlying, years, fixingsLeft }) {
      const { rateAnnual, yieldAnnual } = underlying;
      // The next return starts at the last fixing: a price that has moved since is a part of it.
      const moved = Math.log(spot / last[path]);
      const interval = years / fixingsLeft;
      const drift = (rateAnnual - yieldAnnual - 0.5 * vol * vol) * interval;
      const expected =
        expectedSquaredReturns(years, rateAnnual, yieldAnnual, vol, fixingsLeft) + moved * (moved + 2 * drift);
      const accrued = squares[path];
      return varianceSwapValue(notionals[path], strikeVol, accrued, expected, totalYears, years, rateAnnual);
    },
    memory: [{ name: 'accruedVol', column: accruedVol }],
  });
}
