import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { cvar } from '../../../dist/risk/cvar.js';
import { buehlerMarket, buehlerSwap } from './buehler-market.mjs';
import { modelPremium } from './evaluate.mjs';
import { hedgingCase } from './hedging-case.mjs';
import { delta } from './rules.mjs';

// Buehler, Gonon, Teichmann and Wood (2019): Heston, 30 days of 1/365 year, the underlying and an idealised variance swap; a short
// at-the-money call; prices are indifference prices under CVaR. Costs of 1 % are on
// every trade of both, nothing for the last.
/** `realised`: CVaR where the risk-neutral price alone is charged. */
const cases = [
  { name: 'buehler cvar50', level: 0.5, published: 1.94, realised: 0.2531, tolerance: 0.02, costBps: 0 },
  { name: 'buehler cvar99', level: 0.99, published: 3.49, realised: 1.8034, tolerance: 0.05, costBps: 0 },
  { name: 'buehler cvar99 cost', level: 0.99, published: 5.5137, tolerance: 0, costBps: 100 },
];

export const buehlerCases = cases.map(({ name, level, published, realised, tolerance, costBps }) => {
  const frictions = costBps === 0 ? [] : [{ kind: 'proportional', costBps }];
  const problem = {
    market: buehlerMarket,
    steps: 30,
    isPaired: true,
    instruments: [{ terms: buehlerSwap, frictions }],
    terms: {
      contract: { type: 'call', strike: 1 },
      position: -1,
      underlying: plainUnderlying(0),
      frictions: { underlying: frictions, instruments: [frictions] },
      unwinds: false,
    },
  };
  const prices = hedgingCase({
    name,
    problem,
    criterion: cvar(level),
    unit: 'price to ask, in percent of spot',
    premium: 'none',
    pace: { testPaths: 1_000_000 },
    rules: [delta],
    deep: [{ head: costBps === 0 ? 'correction' : 'free-band', paths: 4096, steps: 1000 }],
    published: { deep: { value: published } },
    target: { value: published, tolerance },
  });
  return {
    name,
    async run(context) {
      const rows = await prices.run(context);
      if (realised === undefined) return rows;
      const { target, met, tolerance: _, ...deep } = rows.find(({ policy }) => policy === 'deep');
      return [
        ...rows,
        { ...deep, policy: 'deep, charged 1.69', ours: deep.ours - modelPremium(problem), published: realised },
      ];
    },
  };
});
