import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { hestonImpliedVols } from '../../src/contracts/heston-price.ts';
import { createBates } from '../../src/simulate/bates.ts';

/** Buehler et al., "Deep hedging" (2019): Feller's 2κθ/σ² is 0.02, so that the variance keeps coming back to 0. */
const buehler = {
  initialVariance: 0.04,
  meanReversionAnnual: 1,
  longRunVariance: 0.04,
  volOfVol: 2,
  correlation: -0.7,
  daysPerYear: 365,
};
/** Feller's condition holds: the scheme's quadratic branch alone is taken. */
const calm = {
  initialVariance: 0.02,
  meanReversionAnnual: 4,
  longRunVariance: 0.05,
  volOfVol: 0.4,
  correlation: 0.5,
};
const crashes = { jumpsPerYear: 3, jumpMean: -0.06, jumpSd: 0.08 };

describe.each([
  ['crashes', { ...calm, ...crashes }],
  [
    'small jumps at a high volatility of variance',
    { ...buehler, volOfVol: 1, jumpsPerYear: 10, jumpMean: 0.02, jumpSd: 0.03 },
  ],
  ['rare large jumps', { ...calm, correlation: -0.6, jumpsPerYear: 0.5, jumpMean: -0.1, jumpSd: 0.15 }],
  [
    'low variance before expiry',
    {
      ...{ initialVariance: 0.04, meanReversionAnnual: 2, longRunVariance: 0.04, volOfVol: 0.5, correlation: -0.7 },
      ...{ jumpsPerYear: 3, jumpMean: -0.05, jumpSd: 0.05 },
    },
  ],
] as const)("Bates's quotes days before expiry: %s", (_, parameters) => {
  const market = createBates(parameters);
  const steps = 21;
  const count = 2000;

  it('meet the cosine series at every state and strike, where options have a value', () => {
    const worst = { dear: 0, cheap: 0 };
    let states = 0;
    for (const moneyness of [0.85, 0.95, 1, 1.05, 1.15]) {
      const paths = market.simulate({ paths: count, steps, moneyness, seed: 5, stream: ['days'] });
      for (const daysLeft of [1, 2, 3, 5, 21]) {
        const step = steps - daysLeft;
        const years = paths.yearsToExpiry[step];
        // The lowest variances are those of states whose jumps outweigh the diffusion most.
        const byVariance = Array.from({ length: count }, (_, path) => step * count + path).toSorted(
          (a, b) => paths.signals.variance[a] - paths.signals.variance[b],
        );
        for (const i of step === 0 ? [0] : byVariance.filter((_, rank) => rank < 12 || rank % 90 === 0)) {
          const logMoneyness = Math.log(paths.strike[0] / paths.spot[i]);
          const at = { ...parameters, initialVariance: paths.signals.variance[i] };
          const [vol] = hestonImpliedVols([logMoneyness], years, at);
          const type = logMoneyness > 0 ? 'call' : 'put';
          const price = blackScholesPrice(type, 1, Math.exp(logMoneyness), years, 0, vol);
          if (!(price > 1e-7)) continue;
          const error = 100 * Math.abs(paths.impliedVol[i] - vol);
          const bin = price > 1e-5 ? 'dear' : 'cheap';
          worst[bin] = Math.max(worst[bin], error);
          states++;
        }
      }
    }
    expect(states).toBeGreaterThan(300);
    expect(worst.dear).toBeLessThan(0.02);
    expect(worst.cheap).toBeLessThan(0.1);
  });
});
