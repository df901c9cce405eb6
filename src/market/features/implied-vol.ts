import type { Bars } from '../bars.ts';
import { logVolFeature } from './log-vol.ts';
import { joinQuotes } from './quotes.ts';
import { type ImpliedVolSource, requireSources, type SourcedFeature } from './sources.ts';

const CHANGE_DAYS = 5;
const realised = logVolFeature(21);

/** Log of implied volatility, ln σ, which is nearer to a normal distribution than σ itself. */
export const logImpliedVolFeature = quoteFeature('logImpliedVol', ['impliedVol'], ({ impliedVol }) =>
  impliedVol.map(Math.log),
);

/**
 * Premium of implied over realised volatility, logImpliedVol − logVol21: the log of their ratio, 0.18 where implied is 20 % above.
 * Carr and Wu (2009, Review of Financial Studies 22) compare the two in logarithms too, with the volatility that follows;
 * here it is that of the last 21 days, which is known.
 */
export const volPremiumFeature = quoteFeature('volPremium21', ['impliedVol'], ({ impliedVol }, bars) => {
  const logVol = realised.compute(bars);
  return impliedVol.map((vol, t) => Math.log(vol) - logVol[t]);
});

/** Change of logImpliedVol over the last 5 bars, whatever their dates; NaN where it is missing at either end. */
export const impliedVolChangeFeature = quoteFeature('impliedVolChange5', ['impliedVol'], ({ impliedVol }) =>
  impliedVol.map((vol, t) => (t < CHANGE_DAYS ? Number.NaN : Math.log(vol / impliedVol[t - CHANGE_DAYS]))),
);

/**
 * Slope of the term structure, ln(long / short): above 0 in quiet markets, below it when fear is of the near future. The
 * slope of the VIX term structure carries the price of variance risk (Johnson 2017, Journal of Financial and Quantitative
 * Analysis 52).
 */
export const termSlopeFeature = quoteFeature(
  'termSlope',
  ['impliedVol', 'impliedVolLong'],
  ({ impliedVol, impliedVolLong }) => impliedVolLong.map((long, t) => Math.log(long / impliedVol[t])),
);

/** Put wing over call wing in decimals of volatility, σ_put − σ_call: the risk reversal with its sign turned. */
export const skewFeature = quoteFeature('skew', ['putVol', 'callVol'], ({ putVol, callVol }) =>
  putVol.map((vol, t) => vol - callVol[t]),
);

/**
 * Put wing over the money in decimals of volatility, σ_put − σ: the smirk, which Xing, Zhang and Zhao (2010, Journal of
 * Financial and Quantitative Analysis 45) take of single stocks. `impliedVol` must be at the money for it.
 */
export const putSkewFeature = quoteFeature('putSkew', ['putVol', 'impliedVol'], ({ putVol, impliedVol }) =>
  putVol.map((vol, t) => vol - impliedVol[t]),
);

/** A feature of quotes joined to the bars; a row in which one of them is missing is NaN. */
function quoteFeature<Need extends ImpliedVolSource>(
  name: string,
  needs: readonly Need[],
  of: (quotes: Readonly<Record<Need, Float64Array>>, bars: Bars) => Float64Array,
): SourcedFeature {
  return {
    name,
    needs,
    compute(bars, sources) {
      requireSources({ name, needs }, Object.keys(sources));
      const joined = needs.map((need) => [need, joinQuotes(bars.dates, sources, need)]);
      return of(Object.fromEntries(joined), bars);
    },
  };
}
