import { europeanTerms } from '../../../dist/backtest/hedging-terms.js';
import { blackScholesPrice } from '../../../dist/contracts/black-scholes.js';
import { haganVol } from '../../../dist/contracts/hagan.js';
import { defaultInputs } from '../../../dist/hedgers/deep/input-names.js';
import { meanSd } from '../../../dist/risk/mean-sd.js';
import { createGbm } from '../../../dist/simulate/gbm.js';
import { createSabr } from '../../../dist/simulate/sabr.js';
import { hedgingCase } from './hedging-case.mjs';
import { band, bartlett, delta, whalleyWilmott } from './rules.mjs';

// Cao, Chen, Hull and Poulos (2021): S = K = 100, drift 5 %, 250-day year, 1 % of every trade, the first and the unwinding
// included; mean + 1.5 sd of the cost in percent of the option's price at writing.
const COST_BPS = 100;
const RISK_AVERSION = 1.5;
const DRIFT = 0.05;
const DAYS = 250;
/** Standard error of the prototype's figures. */
const PROTOTYPE_ERROR = 0.2;
const sabr = { volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6 };

/** One move from each rebalancing to the next, as the authors draw them; in SABR they hold volatility meanwhile, which is not done here. */
const markets = {
  gbm: (movesPerYear) => createGbm({ volAnnual: 0.2, driftAnnual: DRIFT, daysPerYear: movesPerYear }),
  sabr: (movesPerYear) => createSabr({ ...sabr, driftAnnual: DRIFT, daysPerYear: movesPerYear }),
};

/**
 * By market, tenor and rebalancing: what the authors' code gives when it is run again – delta and their trained networks,
 * mean / sd of cost – and the level that a band network reached in a prototype of ours (the target).
 */
const published = {
  'gbm 1m weekly': { delta: [69.0, 49.5], network: [59.9, 53.6], target: 132.6 },
  'gbm 1m 3-day': { delta: [78.1, 42.2], network: [62.0, 47.9], target: 123.6 },
  'gbm 1m 2-day': { delta: [88.3, 39.5], network: [73.2, 41.0], target: 122.0 },
  'gbm 1m daily': { delta: [107.9, 37.6], network: [73.7, 42.1], target: 117.5 },
  'gbm 3m weekly': { delta: [54.6, 31.2], network: [43.7, 38.1], target: 88.5 },
  'gbm 3m 3-day': { delta: [63.3, 27.9], network: [46.0, 31.7], target: 84.5 },
  'gbm 3m 2-day': { delta: [72.0, 26.9], network: [50.3, 29.1], target: 82.3 },
  'gbm 3m daily': { delta: [90.7, 29.1], network: [52.8, 28.1], target: 79.9 },
  'sabr 1m weekly': { delta: [69.6, 50.0], bartlett: [69.1, 51.1], network: [57.1, 56.8], target: 133.9 },
  'sabr 1m 3-day': { delta: [78.7, 42.6], bartlett: [78.3, 43.8], network: [61.5, 50.3], target: 125.2 },
  'sabr 1m 2-day': { delta: [88.8, 39.7], bartlett: [88.4, 41.0], network: [62.2, 51.6], target: 123.6 },
  'sabr 1m daily': { delta: [108.4, 38.1], bartlett: [108.1, 39.4], network: [71.8, 45.3], target: 119.5 },
  'sabr 3m weekly': { delta: [55.2, 34.3], bartlett: [55.3, 35.7], network: [42.1, 42.7], target: 95.9 },
  'sabr 3m 3-day': { delta: [63.8, 31.6], bartlett: [64.0, 33.1], network: [47.6, 38.5], target: 92.4 },
  'sabr 3m 2-day': { delta: [72.2, 30.9], bartlett: [72.4, 32.4], network: [53.5, 33.8], target: 90.7 },
  'sabr 3m daily': { delta: [90.9, 33.0], bartlett: [91.3, 34.6], network: [45.8, 38.2], target: 88.8 },
};
/** A state along the path, and a layer that reads it. */
const memoryLayers = [
  { kind: 'gru', units: 16 },
  { kind: 'dense', units: 32, activation: 'silu' },
];
/** A network that knows what has been lost so far: the criterion is not consistent in time. */
const withPnl = { policy: 'deep, P&L so far', head: 'free-band', inputs: [...defaultInputs, 'p&l so far'] };
const daysBetween = { weekly: 5, '3-day': 3, '2-day': 2, daily: 1 };

/** The 16 cells: market × tenor × rebalancing. */
export const caoCases = Object.keys(published).map((cell) =>
  caoCase(cell, { name: `cao ${cell}`, deep: [{ head: 'free-band' }, withPnl], isTarget: true }),
);

/** What more reaches: several networks, a memory of the path, P&L so far; and what a centre that is free is worth. */
export const beyondCases = ['gbm 1m daily', 'gbm 3m daily', 'sabr 1m daily', 'sabr 3m weekly'].map((cell) =>
  caoCase(cell, {
    name: `beyond ${cell}`,
    deep: [
      { head: 'free-band' },
      { policy: 'band around delta' },
      { policy: 'five networks', head: 'free-band', members: 5 },
      withPnl,
      { policy: 'memory', head: 'free-band', layers: memoryLayers },
      { ...withPnl, policy: 'both', layers: memoryLayers },
      { ...withPnl, policy: 'both, four times as long', layers: memoryLayers, steps: 3200 },
    ],
  }),
);

function caoCase(cell, { name, deep, isTarget = false }) {
  const { delta: theirDelta, bartlett: theirBartlett, network, target } = published[cell];
  const [market, tenor, rebalancing] = cell.split(' ');
  const every = daysBetween[rebalancing];
  // 20 days are not divisible by 3: 21 give the published figures.
  const days = tenor === '1m' ? (every === 3 ? 21 : 20) : 60;
  const years = days / DAYS;
  const vol = market === 'sabr' ? haganVol(100, 100, years, sabr.volAnnual, { beta: 1, ...sabr }) : 0.2;
  const optionPrice = blackScholesPrice('call', 100, 100, years, 0, vol);
  return hedgingCase({
    name,
    problem: {
      market: markets[market](DAYS / every),
      steps: days / every,
      terms: europeanTerms({ optionType: 'call', position: -1, costBps: COST_BPS, rateAnnual: 0 }),
    },
    criterion: meanSd(RISK_AVERSION),
    unit: '% of the option price',
    scale: 100 / optionPrice,
    rules: [delta, ...(market === 'sabr' ? [bartlett(sabr)] : []), whalleyWilmott, band],
    deep,
    published: {
      delta: figure(theirDelta),
      ...(theirBartlett !== undefined && { bartlett: figure(theirBartlett) }),
      deep: figure(network),
    },
    ...(isTarget && { target: { value: target, tolerance: PROTOTYPE_ERROR } }),
  });
}

function figure([mean, sd]) {
  return { value: mean + RISK_AVERSION * sd, mean, sd };
}
