import { expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import type { PolicyBatch } from '../../../src/engine/policy/policy-problem.ts';
import { type PolicyTrainingOptions, preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { createHeston } from '../../../src/simulate/heston.ts';

const options: PolicyTrainingOptions = {
  market: createGbm({ volAnnual: 0.2 }),
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 3 },
  underlying: plainUnderlying(0),
  frictions: [],
  criterion: meanSd(1),
  steps: 4,
  paths: 64,
  validationPaths: 256,
  learningRate: 0.01,
  seed: 7,
};
const heston = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: 2,
  longRunVariance: 0.04,
  volOfVol: 0.5,
  correlation: -0.7,
});

/** Prices after writing of each path, as one word. */
function pathsOf({ paths, prices }: Pick<PolicyBatch, 'paths'> & { readonly prices: ArrayLike<number> }): string[] {
  const steps = prices.length / paths;
  return Array.from({ length: paths }, (_, path) =>
    Array.from({ length: steps - 1 }, (_, step) => Math.fround(prices[(step + 1) * paths + path])).join(' '),
  );
}

/** All paths that a training draws, by what they are for, and those of a test of another seed. */
function drawnPaths(change: Partial<PolicyTrainingOptions>): readonly (readonly string[])[] {
  const given = { ...options, ...change };
  const training = preparePolicyTraining(given, []);
  const batches = Array.from({ length: given.steps }, (_, step) => training.batchOf(step));
  // A test draws by the training's own stream names, under another seed: the worst that a caller can do.
  const { draw } = training.drawOf(0);
  const test = [draw.stream, ['deep', 'validation', 0], ['deep', 'choice', 0], ['test']].map((stream) => {
    const { paths, spot } = given.market.simulate({ paths: 64, steps: 3, seed: 8, stream, antithetic: true });
    return { paths, prices: spot };
  });
  const scales = given.market.simulate({
    paths: 4096,
    steps: 3,
    seed: 7,
    stream: ['deep', 'scales'],
    antithetic: true,
  });
  return [
    batches.flatMap(pathsOf),
    [...training.choiceBatches()].flatMap(pathsOf),
    [...training.objectiveBatches()].flatMap(pathsOf),
    pathsOf({ paths: scales.paths, prices: scales.spot }),
    test.flatMap(pathsOf),
  ];
}

it.each([
  ['GBM', {}],
  ['GBM, fresh paths', { pooledStates: Number.POSITIVE_INFINITY }],
  ['Heston', { market: heston }],
  ['GBM, one path a batch', { paths: 1, steps: 64, validationPaths: 64 }],
])('training, choice, objective and test share no path: %s', (_, change) => {
  const sets = drawnPaths(change);
  const all = sets.flat();
  expect(all).toHaveLength(sets.reduce((sum, { length }) => sum + length, 0));
  expect(sets.map(({ length }) => length)).toEqual(
    'paths' in change ? [64, 64, 64, 4096, 256] : [256, 256, 256, 4096, 256],
  );
  expect(new Set(all).size).toBe(all.length);
});
