import { bachelierPrice } from '../bachelier.ts';
import type { RunningContract } from '../contract.ts';
import type { ForwardStartTerms } from '../contract-terms.ts';
import { europeanPayoff } from '../european.ts';
import { forwardStartDelta, forwardStartPrice, forwardStartVega } from '../forward-start.ts';
import { differenceDelta, differenceGamma, differenceVega } from './differences.ts';
import type { Moment, PathFunction } from './moment.ts';
import { runContract } from './run-contract.ts';
import { vanillaDelta, vanillaGamma, vanillaValue, vanillaVega } from './vanilla.ts';

/**
 * An option whose strike is set by the price at a fixing on the way; European from there on. The fixing is the one nearest
 * to the start's share of the life, after writing and before expiry.
 *
 * Memory: `strikeSet` (0 or 1) and `strike`, its level less 1 once set and 0 before.
 */
export function runForwardStart(terms: ForwardStartTerms, scale: Float64Array, fixings: number): RunningContract {
  const { option, moneyness, startShare } = terms;
  if (fixings < 2)
    throw new RangeError(`fixings is ${fixings}: expected 2 or more with forward-start, one to set the strike`);
  const start = Math.min(Math.max(Math.round(startShare * fixings), 1), fixings - 1);
  const strikes = new Float64Array(scale.length);
  const strikeSet = new Float64Array(scale.length);
  const strikeLevel = new Float64Array(scale.length);
  const isSet = ({ fixingsLeft }: Moment) => fixings - fixingsLeft >= start;
  const startYears = ({ years, fixingsLeft }: Moment) => (years * (start - fixings + fixingsLeft)) / fixingsLeft;

  const normalValue: PathFunction = (_path, spot, vol, moment) =>
    bachelierForwardStart(terms, spot, startYears(moment), vol, moment);
  const normalDelta = differenceDelta(normalValue);
  const normalGamma = differenceGamma(normalValue);
  const normalVega = differenceVega(normalValue);

  return runContract(scale, fixings, {
    observe(spot, step) {
      if (step !== start) return;
      for (let path = 0; path < strikes.length; path++) {
        strikes[path] = moneyness * spot[path];
        strikeLevel[path] = strikes[path] / scale[path] - 1;
      }
      strikeSet.fill(1);
    },
    payoff: (path, spot) => europeanPayoff(option, spot, strikes[path]),
    value(path, spot, vol, moment) {
      if (isSet(moment)) return vanillaValue(option, spot, strikes[path], vol, moment);
      const { underlying, years } = moment;
      if (underlying.model === 'bachelier') return normalValue(path, spot, vol, moment);
      const { rateAnnual, yieldAnnual } = underlying;
      return forwardStartPrice(option, spot, moneyness, startYears(moment), years, rateAnnual, yieldAnnual, vol);
    },
    delta(path, spot, vol, moment) {
      if (isSet(moment)) return vanillaDelta(option, spot, strikes[path], vol, moment);
      const { underlying, years } = moment;
      if (underlying.model === 'bachelier') return normalDelta(path, spot, vol, moment);
      const { rateAnnual, yieldAnnual } = underlying;
      return forwardStartDelta(option, moneyness, startYears(moment), years, rateAnnual, yieldAnnual, vol);
    },
    gamma(path, spot, vol, moment) {
      if (isSet(moment)) return vanillaGamma(spot, strikes[path], vol, moment);
      return moment.underlying.model === 'bachelier' ? normalGamma(path, spot, vol, moment) : 0;
    },
    vega(path, spot, vol, moment) {
      if (isSet(moment)) return vanillaVega(spot, strikes[path], vol, moment);
      const { underlying, years } = moment;
      if (underlying.model === 'bachelier') return normalVega(path, spot, vol, moment);
      const { rateAnnual, yieldAnnual } = underlying;
      return forwardStartVega(spot, moneyness, startYears(moment), years, rateAnnual, yieldAnnual, vol);
    },
    memory: [
      { name: 'strikeSet', column: strikeSet },
      { name: 'strike', column: strikeLevel },
    ],
  });
}

/**
 * In the normal model the forward F moves by σ dW, so that S_T − m S_t = F_T − m' F_t with m' = m e^{−(r−q)(T−t)} is
 * normal: mean (1 − m') F, variance σ² [(1 − m')² t + T − t]. That is an option struck at 0 on 1 − m' units.
 */
function bachelierForwardStart(
  { option, moneyness }: ForwardStartTerms,
  spot: number,
  startYears: number,
  vol: number,
  { underlying, years }: Moment,
): number {
  const { rateAnnual, yieldAnnual } = underlying;
  const units = 1 - moneyness * Math.exp(-(rateAnnual - yieldAnnual) * (years - startYears));
  const variance = vol * vol * (units * units * startYears + years - startYears);
  const averageVol = Math.sqrt(variance / years);
  return bachelierPrice(option, units * spot, 0, years, rateAnnual, yieldAnnual, averageVol);
}
