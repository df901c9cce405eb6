import { expectedVarianceLeft } from '../../contracts/heston-variance-swap.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { InstrumentPrices, Paths } from '../../market/paths.ts';
import { requireNonNegative, requirePositive } from '../../support/require.ts';
import type { VarianceSwapInstrumentTerms } from './instrument-terms.ts';

/**
 * Prices of the idealised variance swap of Buehler, Gonon, Teichmann and Wood, "Deep hedging" (2019), along paths of a
 * Heston market: it pays ∫₀ᵀ V at expiry and is worth e^{−r(T−t)} (∫₀ᵗ V + L(t, V_t)), L = (V − θ)/κ (1 − e^{−κ(T−t)}) +
 * θ (T − t). In a Bates market V is the diffusion's variance: the swap pays nothing for jumps. The paper has no interest.
 *
 * @throws RangeError when the paths do not carry the signals `variance` and `integratedVariance`
 */
export function varianceSwapInstrument(
  paths: Paths,
  { meanReversionAnnual, longRunVariance, notional = 1 }: VarianceSwapInstrumentTerms,
  { rateAnnual }: Underlying,
): InstrumentPrices {
  requirePositive('meanReversionAnnual', meanReversionAnnual);
  requireNonNegative('longRunVariance', longRunVariance);
  requirePositive('notional', notional);
  const { variance, integratedVariance } = paths.signals;
  if (variance === undefined || integratedVariance === undefined) {
    const signals = Object.keys(paths.signals).join(', ') || 'none';
    throw new RangeError(
      `the instrument 'variance-swap' needs the signals variance and integratedVariance, and the paths have ${signals}: draw them from the market heston or bates`,
    );
  }
  const price = new Float64Array(variance.length);
  const impliedVol = new Float64Array(variance.length);
  for (let step = 0; step <= paths.steps; step++) {
    const years = paths.yearsToExpiry[step];
    const unit = notional * Math.exp(-rateAnnual * years);
    for (let i = step * paths.paths; i < (step + 1) * paths.paths; i++) {
      const left = expectedVarianceLeft(variance[i], years, { meanReversionAnnual, longRunVariance });
      price[i] = unit * (integratedVariance[i] + left);
      impliedVol[i] = Math.sqrt(years > 0 ? left / years : variance[i]);
    }
  }
  return { name: 'variance swap', price, quote: { kind: 'variance-swap', notional, impliedVol } };
}
