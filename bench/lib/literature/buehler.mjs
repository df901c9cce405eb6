import { cvar } from '../../../dist/risk/cvar.js';
import { buehlerProblem } from './buehler-market.mjs';
import { hedgingCase } from './hedging-case.mjs';
import { delta, deltaVegaBand } from './rules.mjs';

// Buehler, Gonon, Teichmann and Wood (2019), 5.2 and 5.3: prices to ask for a short call under CVaR.
const cases = [
  { name: 'buehler cvar50', level: 0.5, published: 1.94, tolerance: 0.02, costBps: 0 },
  { name: 'buehler cvar99', level: 0.99, published: 3.49, tolerance: 0.05, costBps: 0 },
  { name: 'buehler cvar99 cost', level: 0.99, published: 5.5137, tolerance: 0, costBps: 100 },
];

/** The network for problems without costs, and for those with. */
export const buehlerNetwork = (costBps) => ({
  head: costBps === 0 ? 'correction' : 'free-band',
  paths: 4096,
  steps: 1000,
});

export const buehlerCases = cases.map(({ name, level, published, tolerance, costBps }) =>
  hedgingCase({
    name,
    problem: buehlerProblem(costBps),
    criterion: cvar(level),
    unit: 'price to ask, in percent of spot',
    premium: 'none',
    pace: { testPaths: 1_000_000 },
    rules: [delta, deltaVegaBand],
    deep: [buehlerNetwork(costBps)],
    published: { deep: { value: published } },
    target: { value: published, tolerance },
  }),
);
