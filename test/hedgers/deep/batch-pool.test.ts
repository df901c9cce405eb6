import { afterAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createBatchPool } from '../../../src/hedgers/deep/batch-pool.ts';
import { defaultInputs, resolveInputs } from '../../../src/hedgers/deep/input-names.ts';
import { drawTrainingBatch } from '../../../src/hedgers/deep/training-batch.ts';
import type { TrainingTerms } from '../../../src/hedgers/deep/training-contracts.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const steps = 6;
const market = createGbm({ volAnnual: 0.2 });
const scales = { yearsAtWriting: steps / 252, logVolMean: Math.log(0.2), logVolSd: 0.3 };
const pools = [1, 2, 4].map((threads) => createBatchPool({ threads }));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const contracts: Readonly<Record<string, TrainingTerms['contract']['terms']>> = {
  call: { type: 'call', strike: 1 },
  asian: { type: 'asian', option: 'put', average: 'arithmetic', strike: 1.02 },
};

describe.each(Object.entries(contracts))('a batch pool draws a %s', (_, contract) => {
  const terms: TrainingTerms = {
    contract: { terms: contract, position: -1, steps },
    underlying: plainUnderlying(0.03),
    frictions: [],
  };
  const memory = contract.type === 'asian' ? 1 : 0;
  const inputs = { ...resolveInputs(defaultInputs, { memory, instruments: 1 }), scales };

  it.each([1000, 777])('to the bits of the calling thread, whatever the threads: %i paths', async (paths) => {
    const draw = { paths, seed: 5, stream: ['pool'] };
    const expected = drawTrainingBatch(market, terms, inputs, draw);
    for (const pool of pools) {
      const { signals, prices, reference, unhedged } = await pool.draw(market, terms, inputs, draw);
      expect(signals).toEqual(expected.signals);
      expect(prices).toEqual(expected.prices);
      expect(reference).toEqual(expected.reference);
      expect(unhedged).toEqual(expected.unhedged);
      expect(prices.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('keeps a batch as it was while the next is drawn, and for good where asked to', async () => {
    const [, pool] = pools;
    const draw = (stream: string, kept = false) =>
      pool.draw(market, terms, inputs, { paths: 256, seed: 5, stream: [stream] }, { kept });
    const kept = await draw('kept', true);
    const before = kept.prices.slice();
    const first = await draw('first');
    const prices = first.prices.slice();
    await draw('second');
    expect(first.prices).toEqual(prices);
    await draw('third');
    expect(first.prices).not.toEqual(prices);
    expect(kept.prices).toEqual(before);
  });
});
