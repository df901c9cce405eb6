import { describe, expect, it } from 'vitest';
import { checkForecasterBatch, requireTargets } from '../../../src/engine/forecaster/check-forecaster-batch.ts';
import type { ForecasterBatch } from '../../../src/engine/forecaster/forecaster-problem.ts';

const shape = { inputs: 3, window: 5, horizons: 2 };
const days = 9;
const batch: ForecasterBatch = {
  days,
  features: new Float32Array(3 * days),
  targets: new Float32Array(2 * days).fill(0.25),
  baseline: new Float32Array(2 * days),
  rows: Int32Array.of(4, 8, 4),
};

describe('the batch of a forecaster', () => {
  it('may have the first and the last day that has a window, and neither targets nor baseline', () => {
    expect(() => checkForecasterBatch(shape, batch)).not.toThrow();
    expect(() => checkForecasterBatch(shape, { ...batch, targets: undefined, baseline: undefined })).not.toThrow();
  });

  it.each([
    [1, 3],
    [0, days],
    [2, -5],
  ])('is refused where rows[%i] is %i, which has no window or is no day', (row, day) => {
    const rows = Int32Array.of(4, 4, 4);
    rows[row] = day;
    const message = `rows[${row}] is ${day}: expected a day from 4 to 8`;
    expect(() => checkForecasterBatch(shape, { ...batch, rows })).toThrow(new RangeError(message));
  });

  it.each<[object, string]>([
    [{ days: 0 }, 'days is 0: expected a whole number of 1 or more'],
    [{ features: undefined }, 'features is undefined: expected a Float32Array of length 27'],
    [{ features: new Float64Array(27) }, 'features is a Float64Array: expected a Float32Array of length 27'],
    [{ features: new Float32Array(28) }, 'features has length 28: expected 27'],
    [{ targets: null }, 'targets is null: expected a Float32Array of length 18'],
    [{ baseline: [0] }, 'baseline is a list: expected a Float32Array of length 18'],
    [{ rows: undefined }, 'rows is undefined: expected an Int32Array of days'],
    [{ rows: [4, 5] }, 'rows is a list: expected an Int32Array of days'],
    [{ rows: Uint32Array.of(4) }, 'rows is a Uint32Array: expected an Int32Array of days'],
    [{ rows: new Int32Array(0) }, 'rows is empty: expected at least one day to forecast at'],
  ])('is refused with %o', (part, message) => {
    expect(() => checkForecasterBatch(shape, { ...batch, ...part } as ForecasterBatch)).toThrow(
      new RangeError(message),
    );
  });

  it('is refused when there is none', () => {
    const missing = undefined as unknown as ForecasterBatch;
    expect(() => checkForecasterBatch(shape, missing)).toThrow(
      new RangeError('batch is undefined: expected an object'),
    );
  });
});

describe('the targets of a loss', () => {
  it('are needed at the rows alone', () => {
    const targets = new Float32Array(2 * days).fill(Number.NaN);
    for (const day of batch.rows) targets.fill(0.5, day, day + 1).fill(2, days + day, days + day + 1);
    expect(requireTargets(shape, { ...batch, targets })).toBe(targets);
    expect(() => requireTargets(shape, { ...batch, targets: undefined })).toThrow(
      new RangeError('targets are missing: a loss is taken of them'),
    );
  });

  it.each([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY])('are refused where a variance is %d', (variance) => {
    const targets = batch.targets!.with(days + 8, variance);
    expect(() => requireTargets(shape, { ...batch, targets })).toThrow(
      new RangeError(
        `targets[17] is ${variance}: the variance of horizon 1 at day 8 (rows[1]) is to be a finite number above 0`,
      ),
    );
  });
});
