import { describe, expect, it } from 'vitest';
import { checkPolicyBatch } from '../../../src/engine/policy/check-policy-batch.ts';
import type { PolicyBatch } from '../../../src/engine/policy/policy-problem.ts';

const shape = { steps: 2, signals: 3, instruments: 1, head: 'band' } as const;
const batch: PolicyBatch = {
  paths: 10,
  signals: new Float32Array(60),
  prices: new Float32Array(30),
  reference: new Float32Array(20),
  unhedged: new Float32Array(10),
};

describe('the batch of a policy', () => {
  it('fits, in shared memory and with a range too; the holding head needs no reference', () => {
    expect(() => checkPolicyBatch(shape, batch)).not.toThrow();
    const shared = new Float32Array(new SharedArrayBuffer(240));
    expect(() => checkPolicyBatch(shape, { ...batch, signals: shared, range: [9, 10] })).not.toThrow();
    expect(() => checkPolicyBatch({ ...shape, head: 'holding' }, { ...batch, reference: undefined })).not.toThrow();
  });

  it.each<[object, string]>([
    [{ signals: undefined }, 'signals is undefined: expected a Float32Array of length 60'],
    [{ signals: new Float64Array(60) }, 'signals is a Float64Array: expected a Float32Array of length 60'],
    [{ prices: new Array(30).fill(1) }, 'prices is a list: expected a Float32Array of length 30'],
    [{ unhedged: new DataView(new ArrayBuffer(40)) }, 'unhedged is a DataView: expected a Float32Array of length 10'],
    [{ unhedged: () => 0 }, 'unhedged is a function: expected a Float32Array of length 10'],
    [{ unhedged: { length: 10 } }, 'unhedged is an object: expected a Float32Array of length 10'],
    [{ reference: undefined }, 'reference is missing: the band head needs it'],
    [{ reference: null }, 'reference is null: expected a Float32Array of length 20'],
    [{ paths: undefined }, 'paths is undefined: expected a whole number of 1 or more'],
    [{ range: 5 }, 'range is 5: expected [from, to]'],
    [{ range: [0] }, 'range is [0, undefined): expected whole numbers within [0, 10)'],
  ])('is refused with %o', (part, message) => {
    expect(() => checkPolicyBatch(shape, { ...batch, ...part } as PolicyBatch)).toThrow(new RangeError(message));
  });

  it('is refused when there is none', () => {
    const missing = undefined as unknown as PolicyBatch;
    expect(() => checkPolicyBatch(shape, missing)).toThrow(new RangeError('batch is undefined: expected an object'));
  });
});
