import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import { createHmmDetector } from '../../src/regimes/hmm-detector.ts';
import { createHmmPathFilter } from '../../src/regimes/hmm-path-filter.ts';
import { stationaryDistribution } from '../../src/regimes/markov-chain.ts';

const stream = createRandomStream(3, 'path filter');
const returns = Float64Array.from({ length: 800 }, (_, t) => (t % 200 < 120 ? 0.006 : 0.02) * stream.normal());
const features = { names: ['return'], rows: 800, columns: [returns] };

describe('createHmmPathFilter', () => {
  it.each([2, 3])('gives the bits of the model of %i regimes, history after history', (states) => {
    const model = createHmmDetector({ states, features: ['return'], restarts: 3 }).fit(features, { seed: 1, returns });
    const { values, filter } = createHmmPathFilter(model, 100);
    for (const from of [0, 37, 500]) {
      const column = returns.slice(from, from + 100);
      // A return beyond all experience, and one that is clipped.
      column[50] = 3;
      column[60] = -1e200;
      values.set(column);
      const filtered = filter();
      const { columns } = model.filter({ names: ['return'], rows: 100, columns: [column] });
      for (let k = 0; k < states; k++) {
        expect([...columns[k]]).toEqual(Array.from({ length: 100 }, (_, t) => filtered[t * states + k]));
      }
    }
  });

  it('refuses a model of two features', () => {
    const two = { names: ['return', 'size'], rows: 800, columns: [returns, returns.map(Math.abs)] };
    const model = createHmmDetector({ states: 2, features: ['return', 'size'], restarts: 2 }).fit(two, {
      seed: 1,
      returns,
    });
    expect(() => createHmmPathFilter(model, 10)).toThrow('reads 2 features (return, size)');
  });
});

describe('stationaryDistribution', () => {
  it('is left as it is by a day', () => {
    const transition = Float64Array.of(0.9, 0.08, 0.02, 0.3, 0.6, 0.1, 0.05, 0.05, 0.9);
    const shares = stationaryDistribution({ states: 3, transition });
    for (let j = 0; j < 3; j++) {
      const next = shares.reduce((sum, share, i) => sum + share * transition[i * 3 + j], 0);
      expect(next).toBeCloseTo(shares[j], 14);
    }
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
  });

  it('is known for two regimes: the shares of leaving the other', () => {
    const [calm, stormy] = stationaryDistribution({ states: 2, transition: Float64Array.of(0.98, 0.02, 0.06, 0.94) });
    expect(calm).toBeCloseTo(0.75, 14);
    expect(stormy).toBeCloseTo(0.25, 14);
  });

  it('puts all weight on a regime that is never left', () => {
    const [calm, stormy] = stationaryDistribution({ states: 2, transition: Float64Array.of(0.9, 0.1, 0, 1) });
    expect(calm).toBeCloseTo(0, 14);
    expect(stormy).toBeCloseTo(1, 14);
  });
});
