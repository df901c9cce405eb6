import { describe, expect, it } from 'vitest';
import {
  completeLearningRate,
  type LearningRateSchedule,
  learningRateAt,
} from '../../../src/engine/training/learning-rate.ts';

const rates = (schedule: LearningRateSchedule, steps: number) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(schedule, step, steps));

function expectClose(found: readonly number[], expected: readonly number[]) {
  expect(found).toHaveLength(expected.length);
  for (const [k, value] of expected.entries()) expect(found[k]).toBeCloseTo(value, 12);
}

describe('learningRateAt', () => {
  it('stays constant', () => {
    expect(rates({ kind: 'constant', rate: 0.3 }, 3)).toEqual([0.3, 0.3, 0.3]);
  });

  it('follows half a cosine, named or not', () => {
    const expected = [0, 1, 2, 3].map((k) => 0.2 + 0.4 * (1 + Math.cos((Math.PI * k) / 4)));
    expectClose(rates({ from: 1, to: 0.2 }, 4), expected);
    expectClose(rates({ kind: 'cosine', from: 1, to: 0.2 }, 4), expected);
  });

  it('decays by the same factor each step', () => {
    expectClose(rates({ kind: 'exponential', from: 1, to: 1e-4 }, 4), [1, 0.1, 0.01, 0.001]);
  });

  it.each<LearningRateSchedule>([
    { kind: 'constant', rate: 0.6 },
    { from: 0.6, to: 0.1 },
    { kind: 'exponential', from: 0.6, to: 0.1 },
  ])('warms up in a straight line, then fills the steps left: %j', (schedule) => {
    const warm = rates({ ...schedule, warmupSteps: 2 }, 7);
    expectClose(warm.slice(0, 3), [0.2, 0.4, 0.6]);
    expectClose(warm.slice(2), rates(schedule, 5));
  });

  it('takes a number for the rate of every step', () => {
    expect(completeLearningRate(0.3, 10)).toEqual(completeLearningRate({ kind: 'constant', rate: 0.3 }, 10));
    expect(learningRateAt(completeLearningRate(0.3, 10), 7, 10)).toBe(0.3);
  });

  it.each<[unknown, string]>([
    [0, 'learningRate is 0: expected a finite number above 0'],
    [Number.NaN, 'learningRate is NaN: expected a finite number above 0'],
    [undefined, 'learningRate is undefined: expected a number or a schedule'],
    ['0.1', 'learningRate is 0.1: expected a number or a schedule'],
    [{ kind: 'constant', rate: 0 }, 'learningRate.rate is 0'],
    [{ kind: 'constant', from: 1, to: 1 }, 'learningRate.rate is undefined'],
    [{ kind: 'exponential', from: -1, to: 1 }, 'learningRate.from is -1'],
    [{ from: 1, to: Number.NaN }, 'learningRate.to is NaN'],
    [{ kind: 'linear', from: 1, to: 1 }, 'learningRate.kind is linear'],
    [{ from: 1, to: 1, warmupSteps: 10 }, 'learningRate.warmupSteps is 10'],
    [{ from: 1, to: 1, warmupSteps: 0.5 }, 'learningRate.warmupSteps is 0.5'],
    [{ from: 1, to: 1, warmupSteps: -1 }, 'learningRate.warmupSteps is -1'],
  ])('refuses %j', (schedule, message) => {
    expect(() => completeLearningRate(schedule as LearningRateSchedule, 10)).toThrow(message);
  });
});
