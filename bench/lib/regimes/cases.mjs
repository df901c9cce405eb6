import { bundledBarsPath, computeFeatures, logReturns, readBars } from '../../../dist/market/index.js';
import { createHmmDetector, createMixtureDetector } from '../../../dist/regimes/index.js';

/** Features of the case with many: what the days were like, in six ways. */
const sixFeatures = ['return', 'logVol5', 'logVol21', 'logParkinson5', 'drawdown', 'trend21'];

/**
 * What is fitted, on the bundled S&P 500: `fit(seed)` here, `request` by peers. Likelihoods are compared in the units of
 * `request`: 100 × log returns, or the features as they are.
 */
export async function regimeCases(pool) {
  const { bars } = await readBars(bundledBarsPath());
  const returns = logReturns(bars).slice(1);
  const rows = returns.length;
  const percent = { names: ['return'], rows, columns: [returns.map((r) => 100 * r)] };
  const all = computeFeatures(bars, sixFeatures);
  const first = 1 + Math.max(...all.columns.map((column) => column.findLastIndex(Number.isNaN)));
  const six = { ...all, rows: all.rows - first, columns: all.columns.map((column) => column.slice(first)) };
  const sixReturns = logReturns(bars).slice(first);
  const fitter = (detector, features, own) => (seed) => detector.fit(features, { seed, returns: own });
  const pair = { states: 2, features: ['return'] };
  const exact = { ...pair, tolerance: 1e-12 };
  const { logLikelihood: optimum } = createHmmDetector({ ...pair, tolerance: 1e-15 }).fit(percent, {
    seed: 1,
    returns,
  }).fit;
  const full = createHmmDetector({ states: 3, features: sixFeatures, covariance: 'full' });
  const mixture = createMixtureDetector({ states: 3, features: sixFeatures });
  return [
    {
      name: '2-state HMM, 5104 returns, one start',
      fit: fitter(createHmmDetector({ ...exact, restarts: 1 }), percent, returns),
      optimum,
      limitMilliseconds: 40,
      peers: { 'hidden-markov-model-tf': 100 },
      request: requestOf(percent, 2),
    },
    {
      name: 'the same, 10 starts',
      fit: fitter(createHmmDetector(exact), percent, returns),
      optimum,
      peers: {},
    },
    {
      name: 'the same, one stationary start',
      fit: fitter(createHmmDetector({ ...exact, restarts: 1, start: 'stationary' }), percent, returns),
      peers: { statsmodels: undefined },
      request: requestOf(percent, 2),
    },
    {
      name: '3-component mixture, 6 features, full, 10 restarts',
      fit: fitter(mixture, six, sixReturns),
      peers: { 'scikit-learn': undefined },
      request: requestOf(six, 3),
    },
    {
      name: '3-state HMM, 6 features, full, 10 restarts, 1 thread',
      fit: fitter(full, six, sixReturns),
      peers: {},
    },
    {
      name: '3-state HMM, 6 features, full, 10 restarts, pool of 2',
      fit: (seed) => full.fitOn(pool, six, { seed, returns: sixReturns }),
      peers: {},
    },
  ];
}

function requestOf({ rows, columns }, states) {
  const dimensions = columns.length;
  const values = new Float64Array(rows * dimensions);
  columns.forEach((column, d) => {
    for (let t = 0; t < rows; t++) values[t * dimensions + d] = column[t];
  });
  return { values: Buffer.from(values.buffer).toString('base64'), rows, dimensions, states, restarts: 10 };
}
