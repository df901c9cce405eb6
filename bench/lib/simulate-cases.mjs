import { createGbm } from '../../dist/simulate/gbm.js';
import { createHeston } from '../../dist/simulate/heston.js';
import { createRoughBergomi } from '../../dist/simulate/rough-bergomi.js';

const batches = [512, 1024, 2048, 4096, 8192, 16384];
const float64 = ['NumPy', 'NumPy, Box–Muller'];
const TARGET = 4;

/**
 * A market's paths, ours and by NumPy: the same model, scheme, steps and parameters. `forms` are NumPy's formulations (see
 * bench/peers/numpy_paths.py), `peers` the kinds of normals and precision that make a row each.
 */
function pathCase({ market, create, steps, daysPerYear, parameters, forms, peers = float64, paths, note = '' }) {
  return {
    name: `${market} ${steps} steps${note}`,
    market: create(daysPerYear),
    peerMarket: market,
    parameters,
    steps,
    years: steps / daysPerYear,
    paths,
    forms,
    batches,
    peers,
    targetRatio: TARGET,
  };
}

// GBM at 5 % drift and 20 % volatility; Heston of Buehler et al. (2019), where variance touches 0 and both branches of
// the scheme are taken, and one of an ordinary equity smile; rough Bergomi of Bayer, Friz and Gatheral's size.
const buehler = { kappa: 1, theta: 0.04, volOfVar: 2, rho: -0.7, variance: 0.04 };
const equity = { kappa: 2, theta: 0.04, volOfVar: 0.5, rho: -0.7, variance: 0.04 };
const rough = { hurst: 0.07, volOfVol: 1.9, rho: -0.7, forwardVariance: 0.235 ** 2 };

const heston = (p) => (daysPerYear) =>
  createHeston({
    initialVariance: p.variance,
    meanReversionAnnual: p.kappa,
    longRunVariance: p.theta,
    volOfVol: p.volOfVar,
    correlation: p.rho,
    daysPerYear,
  });
const roughBergomi = (daysPerYear) =>
  createRoughBergomi({
    hurst: rough.hurst,
    volOfVol: rough.volOfVol,
    correlation: rough.rho,
    forwardVariance: rough.forwardVariance,
    daysPerYear,
  });

export const pathCases = [
  {
    market: 'gbm',
    create: (daysPerYear) => createGbm({ volAnnual: 0.2, driftAnnual: 0.05, daysPerYear }),
    steps: 30,
    daysPerYear: 252,
    parameters: { driftAnnual: 0.05, volAnnual: 0.2 },
    forms: ['steps', 'whole'],
    paths: 262_144,
  },
  {
    market: 'heston',
    create: heston(buehler),
    steps: 30,
    daysPerYear: 365,
    parameters: { driftAnnual: 0, ...buehler },
    forms: ['subset', 'where'],
    paths: 131_072,
  },
  {
    market: 'heston',
    note: ', vol of vol 0.5',
    create: heston(equity),
    steps: 30,
    daysPerYear: 252,
    parameters: { driftAnnual: 0, ...equity },
    forms: ['subset', 'where'],
    paths: 131_072,
  },
  ...[30, 100].map((steps) => ({
    market: 'rough-bergomi',
    create: roughBergomi,
    steps,
    daysPerYear: steps === 100 ? 100 : 252,
    parameters: { driftAnnual: 0, ...rough },
    forms: ['matrix', 'blocks', 'fft'],
    peers: [...float64, 'NumPy, float32'],
    paths: steps === 100 ? 65_536 : 131_072,
  })),
].map(pathCase);
