import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { leastSquares } from '../../../dist/math/least-squares.js';
import { mean } from '../../../dist/math/moments.js';
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
  { name: 'buehler slope', published: 0.67, market: createGbm({ volAnnual: 0.2, daysPerYear: 365 }), swaps: [] },
  { name: 'buehler slope heston', published: 0.71, market: buehlerMarket, swaps: [buehlerSwap] },
];

function problemOf(cost, { market, swaps }) {
  const frictions = [{ kind: 'proportional', costBps: 1e4 * cost }];
  return {
    market,
    steps: 30,
    ...(swaps.length > 0 && { instruments: swaps.map((terms) => ({ terms, frictions })) }),
    terms: {
      contract: { type: 'call', strike: 1 },
      position: -1,
      underlying: plainUnderlying(0),
      frictions: { underlying: frictions, ...(swaps.length > 0 && { instruments: swaps.map(() => frictions) }) },
      unwinds: false,
    },
  };
}

async function run({ name, published, ...ground }, { pace, say, ...context }) {
  const rows = [];
  for (const cost of costs) {
    const problem = problemOf(cost, ground);
    const sayOf = (text) => say(`cost ${(100 * cost).toFixed(2)} %, ${text}`);
    const trained = await trainNetwork(problem, criterion, { head: 'free-band' }, { ...context, pace, say: sayOf });
    const draw = { paths: pace.testPaths, seed: seeds.test, stream: ['literature', 'test'] };
    const [pnl] = pnlOf([trained.hedger], problem, draw);
    const unpaid = modelPremium(problem);
    const { value, error } = withError(pnl, (each) => criterion.value(each) + unpaid);
    rows.push({
      cost,
      value,
      growth: value - unpaid,
      error,
      trainSeconds: trained.trainSeconds,
      settings: trained.settings,
    });
  }
  const [, slope] = leastSquares(
    [new Float64Array(rows.length).fill(1), Float64Array.from(rows, ({ cost }) => Math.log(cost))],
    Float64Array.from(rows, ({ growth }) => Math.log(growth)),
  );
  const common = { case: name, published: null };
  return [
    ...rows.map(({ cost, value, error, trainSeconds, settings }) => ({
      ...common,
      policy: `deep, cost 2^${Math.log2(cost)}`,
      unit: 'price to ask, in percent of spot',
      ours: value,
      stderr: error,
      trainSeconds,
      settings: { ...settings, testPaths: pace.testPaths, criterion: criterion.name },
    })),
    {
      ...common,
      policy: 'slope',
      unit: 'of log (price − risk-neutral price) against log cost',
      ours: slope,
      stderr: errorOfSlope(rows),
      published,
      trainSeconds: rows.reduce((sum, row) => sum + row.trainSeconds, 0),
      settings: { criterion: criterion.name, costs },
    },
  ];
}

/** What the Monte Carlo errors of the prices make of the slope, taken as independent. */
function errorOfSlope(rows) {
  const logs = rows.map(({ cost }) => Math.log(cost));
  const centre = mean(logs);
  const spread = logs.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  return Math.sqrt(
    rows.reduce((sum, { growth, error }, k) => {
      return sum + (((logs[k] - centre) / spread) * (error / growth)) ** 2;
    }, 0),
  );
}

export const buehlerSlopeCases = cases.map((each) => ({ name: each.name, run: (context) => run(each, context) }));
