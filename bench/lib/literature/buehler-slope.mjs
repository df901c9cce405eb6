import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { leastSquares } from '../../../dist/math/least-squares.js';
import { entropic } from '../../../dist/risk/entropic.js';
import { createGbm } from '../../../dist/simulate/gbm.js';
import { buehlerMarket, buehlerSwap } from './buehler-market.mjs';
import { modelPremium, pnlOf, withError } from './evaluate.mjs';
import { seeds } from './settings.mjs';
import { trainNetwork } from './train.mjs';

// Buehler et al. (2019), 5.3: 30 days of 1/365 year, entropic risk at aversion 1; the price grows with the cost ε above the risk-neutral
// one, as ε^(2/3) in the limit. ε as the axis of their figure has it, 2^−6 … 2^−10. In Black–Scholes at 20 %, and in their Heston market
// with the variance swap.
const costs = [6, 7, 8, 9, 10].map((k) => 2 ** -k);
const criterion = entropic(1);

const cases = [
  { name: 'buehler slope', published: null, market: createGbm({ volAnnual: 0.2, daysPerYear: 365 }), swaps: [] },
  { name: 'buehler slope heston', published: 0.71, market: buehlerMarket, swaps: [buehlerSwap] },
];

function problemOf(cost, { market, swaps }) {
  const frictions = [{ kind: 'proportional', costBps: 1e4 * cost }];
  return {
    market,
    steps: 30,
    instruments: swaps.map((terms) => ({ terms, frictions })),
    terms: {
      contract: { type: 'call', strike: 1 },
      position: -1,
      underlying: plainUnderlying(0),
      frictions: { underlying: frictions, instruments: swaps.map(() => frictions) },
    },
  };
}

async function run({ name, published, ...ground }, { pace, say, ...context }) {
  const rows = [];
  const all = [];
  const unpaid = modelPremium(problemOf(0, ground));
  const priceOf = (pnl) => criterion.value(pnl) + unpaid;
  for (const cost of costs) {
    const problem = problemOf(cost, ground);
    const sayOf = (text) => say(`cost ${(100 * cost).toFixed(2)} %, ${text}`);
    const trained = await trainNetwork(problem, criterion, { head: 'free-band' }, { ...context, pace, say: sayOf });
    const draw = { paths: pace.testPaths, seed: seeds.test, stream: ['literature', 'test'], signal: context.signal };
    const [pnl] = await pnlOf([trained.hedger], problem, draw);
    const { value, error } = withError([pnl], priceOf);
    all.push(pnl);
    rows.push({
      case: name,
      policy: `cost 2^${Math.log2(cost)}`,
      unit: 'price to ask, in percent of spot',
      ours: value,
      stderr: error,
      published: null,
      trainSeconds: trained.trainSeconds,
      settings: { ...trained.settings, testPaths: pace.testPaths, seeds, criterion: criterion.name },
    });
  }
  const slope = withError(all, (...pnl) => slopeOf(pnl.map((each) => priceOf(each) - unpaid)));
  return [
    ...rows,
    {
      case: name,
      policy: 'slope',
      unit: 'of log (price − risk-neutral price) against log cost',
      ours: slope.value,
      stderr: slope.error,
      published,
      trainSeconds: rows.reduce((sum, row) => sum + row.trainSeconds, 0),
      settings: { criterion: criterion.name, costs },
    },
  ];
}

/** Of log growth against log cost, by least squares. */
function slopeOf(growths) {
  const columns = [new Float64Array(costs.length).fill(1), Float64Array.from(costs, Math.log)];
  return leastSquares(columns, Float64Array.from(growths, Math.log))[1];
}

export const buehlerSlopeCases = cases.map((each) => ({ name: each.name, run: (context) => run(each, context) }));
