import { checkQuotedLevel } from '../contracts/check-quoted-level.ts';
import { contractScale } from '../contracts/contract-scale.ts';
import type { ContractTerms } from '../contracts/contract-terms.ts';
import { createContract } from '../contracts/create-contract.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { Paths } from '../market/paths.ts';
import { leastSquares } from '../math/least-squares.ts';
import { InputError } from '../support/input-error.ts';
import { type MinimumVarianceCoefficients, volExposure } from './minimum-variance-delta.ts';

/** What the paths are paths of. */
export interface MinimumVarianceFitTerms {
  readonly contract: ContractTerms;
  readonly underlying: Underlying;
}

/** Moves of the spot from which three coefficients can be told. */
const leastMoves = 100;

/**
 * Coefficients of the minimum-variance delta by ordinary least squares, as Hull and White (2017) fit them: over all paths and
 * steps but the last, whose end has no implied volatility left,
 *   ΔV − δ ΔS = vega / √τ · ΔS / S · (a + b δ + c δ²) + error,
 * each row over the price at writing, so that paths of all price levels count alike. V is the contract's value at the
 * implied volatility of its day, δ and vega are those of the day's start.
 *
 * It reads every row of the paths: hand it those of the past alone.
 *
 * @throws InputError when there are fewer than 100 moves of the spot, or a price, a volatility or a value is missing
 * @example
 * const coefficients = fitMinimumVarianceCoefficients(past, { contract: { type: 'call', strike: 1 }, underlying });
 */
export function fitMinimumVarianceCoefficients(
  paths: Paths,
  { contract, underlying }: MinimumVarianceFitTerms,
): MinimumVarianceCoefficients {
  const { paths: count, steps, spot, impliedVol, yearsToExpiry } = paths;
  checkQuotedLevel(paths, contract);
  const running = createContract(contract).run(contractScale(paths.strike, contract), steps, yearsToExpiry[0]);
  const rows = Math.max(0, steps - 1) * count;
  const [level, slope, bend, target] = Array.from({ length: 4 }, () => new Float64Array(rows));
  const [value, delta, vega, nextValue] = Array.from({ length: 4 }, () => new Float64Array(count));
  const at = (step: number) => ({
    underlying,
    spot: spot.subarray(step * count, (step + 1) * count),
    vol: impliedVol.subarray(step * count, (step + 1) * count),
    years: yearsToExpiry[step],
  });
  running.observe(at(0).spot);
  if (rows > 0) running.value(value, at(0));
  let moves = 0;
  for (let step = 0; step + 1 < steps; step++) {
    const now = at(step);
    const next = at(step + 1);
    running.delta(delta, now);
    running.vega(vega, now);
    running.observe(next.spot);
    running.value(nextValue, next);
    const root = Math.sqrt(now.years);
    for (let path = 0; path < count; path++) {
      const row = step * count + path;
      const move = next.spot[path] - now.spot[path];
      const unit = Math.abs(spot[path]);
      const exposure = (volExposure(vega[path], now.spot[path], root, underlying.model) * move) / unit;
      level[row] = exposure;
      slope[row] = exposure * delta[path];
      bend[row] = slope[row] * delta[path];
      target[row] = (nextValue[path] - value[path] - delta[path] * move) / unit;
      if (move !== 0) moves++;
      if (Number.isFinite(exposure) && Number.isFinite(target[row])) continue;
      throw new InputError(
        `the minimum-variance delta cannot be fitted: price or implied volatility is missing, or not a number, around step ${step} of path ${path}; give complete paths`,
      );
    }
    value.set(nextValue);
  }
  if (moves < leastMoves) {
    throw new InputError(
      `the minimum-variance delta is fitted to ${moves} moves of the price: expected ${leastMoves} or more; give a longer past`,
    );
  }
  const [a, b, c] = leastSquares([level, slope, bend], target);
  return { a, b, c };
}
