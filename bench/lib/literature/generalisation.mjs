import { europeanTerms } from '../../../dist/backtest/hedging-terms.js';
import { mean, standardDeviation } from '../../../dist/math/moments.js';
import { meanSd } from '../../../dist/risk/mean-sd.js';
import { createGbm } from '../../../dist/simulate/gbm.js';
import { createGjrGarch } from '../../../dist/simulate/gjr-garch.js';
import { createHeston } from '../../../dist/simulate/heston.js';
import { createMerton } from '../../../dist/simulate/merton.js';
import { createRoughBergomi } from '../../../dist/simulate/rough-bergomi.js';
import { createSabr } from '../../../dist/simulate/sabr.js';
import { pnlOf } from './evaluate.mjs';
import { band } from './rules.mjs';
import { seeds } from './settings.mjs';
import { trainNetwork } from './train.mjs';
import { tuneOn } from './tune.mjs';

// A network trained in one market and used in every other: a short at-the-money call of 21 days, 10 bps of every trade, mean + 1.5 sd.
// All markets have some 20 % volatility a year.
const STEPS = 21;
const trainingSeeds = [101, 102, 103, 104, 105];
const criterion = meanSd(1.5);
const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });
const markets = {
  gbm: createGbm({ volAnnual: 0.2 }),
  merton: createMerton({ volAnnual: 0.15, jumpsPerYear: 3, jumpMean: -0.04, jumpSd: 0.06 }),
  heston: createHeston({
    initialVariance: 0.04,
    meanReversionAnnual: 3,
    longRunVariance: 0.04,
    volOfVol: 0.5,
    correlation: -0.7,
  }),
  sabr: createSabr({ volAnnual: 0.2, correlation: -0.6, volOfVol: 1 }),
  'gjr-garch': createGjrGarch({
    omega: 4.76e-6,
    alpha: 0.02,
    gamma: 0.16,
    beta: 0.87,
    degreesOfFreedom: 7,
    warmUpDays: 250,
  }),
  'rough-bergomi': createRoughBergomi({ hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 }),
};
const names = Object.keys(markets);

function problemOf(name) {
  return { market: markets[name], steps: STEPS, terms };
}

/** Trains on one market with several seeds, tunes a band on it, and gives what each reaches on every market. */
async function reachEverywhere(home, { pace, say, ...context }) {
  const tuned = await tuneOn(band.grid, band.make, problemOf(home), {
    criterion,
    paths: pace.tuningPaths,
    signal: context.signal,
  });
  const hedgers = [tuned.hedger];
  let trainSeconds = 0;
  let settings;
  for (const [k, seed] of trainingSeeds.entries()) {
    const sayOf = (text) => say(`network ${k + 1} of ${trainingSeeds.length}, ${text}`);
    const trained = await trainNetwork(
      problemOf(home),
      criterion,
      { seed, steps: 400 },
      { ...context, pace, say: sayOf },
    );
    hedgers.push(trained.hedger);
    trainSeconds += trained.trainSeconds / trainingSeeds.length;
    settings = { ...trained.settings, seed: trainingSeeds };
  }
  const reached = {};
  for (const abroad of names) {
    say(`testing in ${abroad}`);
    const { signal } = context;
    const draw = { paths: pace.testPaths / 2, seed: seeds.test, stream: ['literature', 'test'], signal };
    reached[abroad] = (await pnlOf(hedgers, problemOf(abroad), draw)).map(criterion.value);
  }
  return { reached, trainSeconds, settings, tuned: tuned.parameter };
}

/** Figures of the networks and of the band, over those of the ones that were trained and tuned in the market tested in. */
async function run({ say, ...context }) {
  const all = {};
  for (const home of names) {
    all[home] = await reachEverywhere(home, { ...context, say: (text) => say(`${home}: ${text}`) });
  }
  return names.flatMap((home) =>
    names.map((abroad) => {
      const [bandValue, ...values] = all[home].reached[abroad];
      const [bandAtHome, ...valuesAtHome] = all[abroad].reached[abroad];
      const ratios = values.map((value) => value / mean(valuesAtHome));
      return {
        case: 'generalisation',
        policy: `${home} → ${abroad}`,
        trainedOn: home,
        testedOn: abroad,
        unit: 'objective over that of networks trained in the market tested in',
        ours: mean(ratios),
        stderr: standardDeviation(ratios) / Math.sqrt(trainingSeeds.length - 1),
        spread: [Math.min(...ratios), Math.max(...ratios)],
        objective: mean(values),
        published: null,
        band: bandValue,
        bandRatio: bandValue / bandAtHome,
        overBand: mean(values) / bandValue,
        trainSeconds: all[home].trainSeconds,
        settings: {
          ...all[home].settings,
          tuned: all[home].tuned,
          testPaths: context.pace.testPaths / 2,
          tuningPaths: context.pace.tuningPaths,
          seeds: { tuning: seeds.tuning, test: seeds.test },
          criterion: criterion.name,
        },
      };
    }),
  );
}

export const generalisationCases = [{ name: 'generalisation', run }];

/** Rows by the market trained on, columns by the one tested in. */
export function renderMatrix(rows) {
  const of = (home, abroad) => rows.find(({ trainedOn, testedOn }) => trainedOn === home && testedOn === abroad);
  const matrix = (cell) =>
    [
      ['trained on', ...names],
      ['---', ...names.map(() => '--:')],
      ...names.map((home) => [home, ...names.map((abroad) => cell(of(home, abroad)))]),
    ]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n');
  const ratios = matrix(({ ours, spread }) => `${ours.toFixed(3)} [${spread.map((r) => r.toFixed(3)).join(', ')}]`);
  const overBand = matrix(({ overBand }) => overBand.toFixed(3));
  return `${ratios}\n\nThe same objectives over those of the constant band tuned on the market trained on (below 1: the network is ahead):\n\n${overBand}`;
}
