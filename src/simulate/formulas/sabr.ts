import { blackPrice } from '../../contracts/black-formula.ts';
import type { EuropeanTerms } from '../../contracts/contract-terms.ts';
import { haganVol, type SabrShape } from '../../contracts/hagan.ts';
import { type Formula, greeksOf } from './formula.ts';

/**
 * Options by Hagan et al.'s expansion. The market's prices are multiples of the one at writing, before carry, and so is the
 * forward of the formula: α stays when the price moves.
 */
export const haganOption: Formula<EuropeanTerms> = ({ type, strike }, parameters, request) => {
  const shape = parameters as unknown as SabrShape;
  const greeks = greeksOf(
    ({ spot, vol, years, rate }, yieldAnnual) => {
      const unit = request.spot * Math.exp((rate - yieldAnnual) * years);
      const [forward, level] = [spot / request.spot, (strike * request.scale) / unit];
      const deviation = haganVol(forward, level, years, vol, shape) * Math.sqrt(years);
      return unit * blackPrice(type, forward, level, deviation, Math.exp(-rate * years));
    },
    Number(parameters.volAnnual),
    request,
  );
  return {
    ...greeks,
    method: 'approximation',
    formula: 'Black (1976) at the volatility of Hagan, Kumar, Lesniewski and Woodward (2002)',
  };
};
