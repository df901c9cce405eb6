import type { RunningContract } from '../contract.ts';
import type { DigitalTerms } from '../contract-terms.ts';
import {
  bachelierDigitalDelta,
  bachelierDigitalGamma,
  bachelierDigitalPrice,
  bachelierDigitalVega,
  digitalDelta,
  digitalGamma,
  digitalPrice,
  digitalVega,
} from '../digital.ts';
import type { Moment, PathFunction } from './moment.ts';
import { runContract } from './run-contract.ts';

type DigitalFunction = typeof digitalPrice;

/** Cash or one unit of the underlying when in the money at expiry; a price at the strike is not in the money. */
export function runDigital(terms: DigitalTerms, scale: Float64Array, fixings: number): RunningContract {
  const { option, pays } = terms;
  const strikes = scale.map((unit) => terms.strike * unit);
  const amounts = scale.map((unit) => (pays === 'cash' ? (terms.cash ?? Number.NaN) * unit : 1));
  const closedForm =
    (blackScholes: DigitalFunction, bachelier: DigitalFunction): PathFunction =>
    (path, spot, vol, { underlying, years }: Moment) => {
      const { model, rateAnnual, yieldAnnual } = underlying;
      const figure = model === 'bachelier' ? bachelier : blackScholes;
      return amounts[path] * figure(option, pays, spot, strikes[path], years, rateAnnual, yieldAnnual, vol);
    };
  return runContract(scale, fixings, {
    payoff(path, spot) {
      const inTheMoney = option === 'call' ? spot > strikes[path] : spot < strikes[path];
      if (!inTheMoney) return 0;
      return pays === 'cash' ? amounts[path] : spot;
    },
    value: closedForm(digitalPrice, bachelierDigitalPrice),
    delta: closedForm(digitalDelta, bachelierDigitalDelta),
    gamma: closedForm(digitalGamma, bachelierDigitalGamma),
    vega: closedForm(digitalVega, bachelierDigitalVega),
  });
}
