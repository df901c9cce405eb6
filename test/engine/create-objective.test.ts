import { describe, expect, it } from 'vitest';
import { createObjective } from '../../src/engine/create-objective.ts';
import { createProgram, type Problem } from '../../src/engine/create-program.ts';
import type { ForecasterProblem } from '../../src/engine/forecaster/forecaster-problem.ts';
import { denseLayers } from '../../src/engine/network/network-shape.ts';
import type { PolicyProblem } from '../../src/engine/policy/policy-problem.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { policyProblem } from './gradients/policy-cases.ts';
import { randomForecaster } from './reference/random-forecaster.ts';
import { randomPolicy } from './reference/random-policy.ts';

const layers = denseLayers([5], 'silu');
const own = policyProblem({ layers, loss: { kind: 'criterion' } });
const policy = policyProblem({ layers });
const forecaster: ForecasterProblem = {
  kind: 'forecaster',
  inputs: 3,
  window: 4,
  layers: [{ kind: 'gru', units: 4 }],
  horizons: 2,
  loss: 'qlike',
};

describe('a problem', () => {
  it("without the criterion that is its loss is refused at once, but by the workers, which don't take a loss", () => {
    const message = new RangeError("the problem's loss is 'criterion', and no criterion was given");
    expect(() => createObjective(own)).toThrow(message);
    expect(() => createObjective(own, {})).toThrow(message);
    expect(() => createObjective(own, { criterion: meanSd(1) })).not.toThrow();
    expect(() => createProgram(own)).not.toThrow();
  });

  it.each<[unknown, string]>([
    [undefined, 'problem is undefined: expected an object'],
    [[policy], 'problem is a list: expected an object'],
    [{ ...policy, kind: 'hedger' }, 'kind is hedger: expected policy or forecaster'],
    [{}, 'kind is undefined: expected policy or forecaster'],
    [{ ...policy, layers: undefined }, 'layers is undefined: expected a list of layers'],
    [{ ...policy, layers: [undefined] }, 'layers[0] is undefined: expected an object'],
    [{ ...policy, steps: undefined }, 'steps is undefined: expected a whole number from 1 to 65536'],
    [{ ...policy, readsHoldings: undefined }, 'readsHoldings is undefined: expected true or false'],
    [{ ...policy, unwinds: 'yes' }, 'unwinds is yes: expected true or false'],
    [{ ...policy, head: undefined }, 'head is undefined: expected holding, correction, band or free-band'],
    [
      { ...policy, proportionalCost: 0.01 },
      'proportionalCost is 0.01: expected a list of 1 numbers, one per instrument',
    ],
    [
      { ...policy, quadraticCost: undefined },
      'quadraticCost is undefined: expected a list of 1 numbers, one per instrument',
    ],
    [
      { ...policy, loss: undefined },
      'loss is undefined: expected an object whose kind is entropic, cvar, variance, mean-sd, mean-square or criterion',
    ],
    [
      { ...policy, loss: { kind: 'es' } },
      'loss.kind is es: expected entropic, cvar, variance, mean-sd, mean-square or criterion',
    ],
    [{ ...policy, loss: { kind: 'cvar' } }, 'loss.level is undefined: expected a number in [0, 1)'],
    [{ ...forecaster, horizons: 0 }, 'horizons is 0: expected a whole number from 1 to 65536'],
    [{ ...forecaster, inputs: '3' }, 'inputs is 3: expected a whole number from 1 to 65536'],
    [{ ...forecaster, layers: undefined }, 'layers is undefined: expected a list of layers'],
    [{ ...forecaster, loss: undefined }, 'loss is undefined: expected qlike or log-mse'],
    [{ ...forecaster, window: 5, layers }, 'window is 5: expected 1 without a recurrent layer'],
    [{ ...forecaster, window: 2, layers: [] }, 'window is 2: expected 1 without a recurrent layer'],
  ])('that makes no sense is refused: %o', (problem, message) => {
    expect(() => createObjective(problem as Problem)).toThrow(new RangeError(message));
  });

  it('of a forecaster without a memory may have a window of one day', () => {
    expect(createObjective({ ...forecaster, window: 1, layers: [] }).size).toBe(2 * 3 + 2);
  });
});

describe.each<[string, PolicyProblem]>([
  ['one pass', policy],
  ['two passes', policyProblem({ layers, loss: { kind: 'variance' } })],
])('a call of an objective of %s', (_, problem) => {
  const { weights, batch } = randomPolicy(problem, 300, 1);
  const objective = createObjective(problem);

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('refuses the dropout key %d without any dropout too', (dropoutKey) => {
    expect(() => objective.lossAndGradient(weights, batch, { dropoutKey })).toThrow(
      new RangeError(`dropoutKey is ${dropoutKey}: expected a whole number in [0, 2^53)`),
    );
  });

  it('stops when its signal is aborted, between two groups too, and the next one is none the worse', () => {
    const expected = objective.lossAndGradient(weights, batch);
    const reason = new Error('enough');
    const aborted = AbortSignal.abort(reason);
    for (const name of ['lossAndGradient', 'loss', 'results'] as const) {
      expect(() => objective[name](weights, batch, { signal: aborted })).toThrow(reason);
      // Looked at once a group, so the third look is within the batch.
      let looks = 0;
      const signal = { throwIfAborted: () => ++looks === 3 && aborted.throwIfAborted() } as unknown as AbortSignal;
      expect(() => objective[name](weights, batch, { signal })).toThrow(reason);
      expect(looks).toBe(3);
    }
    expect(objective.lossAndGradient(weights, batch)).toEqual(expected);
    expect(objective.lossAndGradient(weights, batch, { signal: new AbortController().signal })).toEqual(expected);
  });
});

it('refuses the batch of a forecaster before any work when its loss has no targets', () => {
  const { weights, batch } = randomForecaster(forecaster, 10, true, 5);
  const objective = createObjective(forecaster);
  const targets = batch.targets.with(batch.rows[3], 0);
  expect(() => objective.loss(weights, { ...batch, targets })).toThrow(`targets[${batch.rows[3]}] is 0`);
  expect(objective.results(weights, { ...batch, targets })).toEqual(objective.results(weights, batch));
});
