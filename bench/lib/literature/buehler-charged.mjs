import { mean } from '../../../dist/math/moments.js';
import { cvar } from '../../../dist/risk/cvar.js';
import { buehlerNetwork } from './buehler.mjs';
import { buehlerProblem } from './buehler-market.mjs';
import { pnlOf, withError } from './evaluate.mjs';
import { seeds } from './settings.mjs';
import { trainNetwork } from './train.mjs';

// Buehler et al. (2019), 5.2: where the risk-neutral price alone is charged, the loss that each of two networks leaves, in three
// measures. Of the measure that a network is trained on it is the price to ask less the risk-neutral one: so are theirs.
const TEST_PATHS = 1_000_000;
const figures = {
  'mean loss': (pnl) => -mean(pnl),
  'cvar 50 %': cvar(0.5).value,
  'cvar 99 %': cvar(0.99).value,
};
const cases = [
  { name: 'buehler charged cvar50', criterion: cvar(0.5), published: [0.1514, 0.2531, 2.3631] },
  { name: 'buehler charged cvar99', criterion: cvar(0.99), published: [0.2635, 0.527, 1.8034] },
];

async function run({ name, criterion, published }, { pace, ...context }) {
  const problem = buehlerProblem(0);
  const { hedger, trainSeconds, settings } = await trainNetwork(problem, criterion, buehlerNetwork(0), {
    ...context,
    pace,
  });
  const testPaths = pace.isFull ? TEST_PATHS : pace.testPaths;
  const draw = { paths: testPaths, seed: seeds.test, stream: ['literature', 'test'], signal: context.signal };
  const samples = await pnlOf([hedger], problem, draw);
  return Object.entries(figures).map(([policy, figure], f) => {
    const { value, error } = withError(samples, figure);
    return {
      case: name,
      policy,
      unit: 'percent of spot',
      ours: value,
      stderr: error,
      published: published[f],
      trainSeconds,
      settings: { ...settings, testPaths, seeds, criterion: criterion.name },
    };
  });
}

export const buehlerChargedCases = cases.map((each) => ({ name: each.name, run: (context) => run(each, context) }));
