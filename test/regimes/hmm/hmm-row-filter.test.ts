import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { stationaryDistribution } from '../../../src/regimes/chain/markov-chain.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { createHmmModel, type HmmModel } from '../../../src/regimes/hmm/hmm-model.ts';
import { createHmmRowFilter } from '../../../src/regimes/hmm/hmm-row-filter.ts';

const stream = createRandomStream(3, 'row filter');
const returns = Float64Array.from({ length: 800 }, (_, t) => (t % 200 < 120 ? 0.006 : 0.02) * stream.normal());
const features = { names: ['return'], rows: 800, columns: [returns] };

/** Histories side by side: `probabilities[t][k][i]` after row t. */
function filterRows(model: HmmModel, histories: readonly Float64Array[], most = histories.length): Float64Array[][] {
  const filter = createHmmRowFilter(model, most);
  const probabilities = model.states.map(() => new Float64Array(histories.length));
  filter.begin(probabilities);
  return Array.from(histories[0], (_, t) => {
    filter.advance(Float64Array.from(histories, (history) => history[t]));
    return probabilities.map((column) => column.slice());
  });
}

/** Every history has the bits that the model gives it on its own. */
function expectBitsOf(model: HmmModel, histories: readonly Float64Array[], rows: readonly Float64Array[][]): void {
  histories.forEach((history, i) => {
    const { columns } = model.filter({ names: ['return'], rows: history.length, columns: [history] });
    columns.forEach((column, k) => {
      expect(rows.map((row) => row[k][i])).toEqual([...column]);
    });
  });
}

/** Two regimes that are never left, and the first row is one of the first. */
function withoutReturn(variances: readonly [number, number]): HmmModel {
  return createHmmModel({
    features: ['return'],
    standardiser: { location: Float64Array.of(0), scale: Float64Array.of(0.01) },
    hmm: {
      states: 2,
      dimensions: 1,
      law: 'normal',
      covariance: 'diagonal',
      degrees: new Float64Array(),
      start: Float64Array.of(1, 0),
      transition: Float64Array.of(1, 0, 0, 1),
      means: Float64Array.of(-1, 1),
      variances: Float64Array.from(variances),
    },
    chain: 'free',
    states: [
      { volAnnual: 0.1, meanDaily: -0.01, share: 0.6 },
      { volAnnual: 0.2, meanDaily: 0.01, share: 0.4 },
    ],
    fit: { logLikelihood: 0, rows: 100, parameters: 7, aic: 0, bic: 0, iterations: 1, converged: true },
  });
}

describe('createHmmRowFilter', () => {
  it.each([2, 3])('gives many histories the bits of the model of %i regimes', (states) => {
    const model = createHmmDetector({ states, features: ['return'], restarts: 3 }).fit(features, { seed: 1, returns });
    const histories = Array.from({ length: 101 }, (_, i) => {
      const history = returns.slice(7 * i, 7 * i + 80);
      // A return beyond all experience, and one that is clipped.
      history[(i + 50) % 80] = 3;
      history[(3 * i + 60) % 80] = -1e200;
      return history;
    });
    expectBitsOf(model, histories, filterRows(model, histories));
    expect(filterRows(model, histories.slice(0, 5), 512)).toEqual(filterRows(model, histories.slice(0, 5)));
  });

  it('keeps the prediction in rows that the past makes impossible, as the model does', () => {
    // So far out that the likelihood under the first regime, the only one that can be, is 0 beside the second's.
    const histories = [Float64Array.of(-0.01, 5, -0.02), Float64Array.of(5, -0.01, 5), Float64Array.of(0, 0, 0.01)];
    const model = withoutReturn([0.5, 2]);
    const rows = filterRows(model, histories);
    expect(rows.flatMap(([, second]) => [...second])).toEqual(new Array(9).fill(0));
    expect(rows.flatMap(([first]) => [...first]).every((probability) => probability > 0.999)).toBe(true);
    expectBitsOf(model, histories, rows);
  });

  it('keeps it in rows that are impossible under every regime, too', () => {
    const model = withoutReturn([1e-120, 1e-120]);
    const histories = [Float64Array.of(-0.01, 1e200, -0.01), Float64Array.of(1e200, 1e200, 0.01)];
    const rows = filterRows(model, histories);
    expect(rows.flat().every((row) => row.every(Number.isFinite))).toBe(true);
    expectBitsOf(model, histories, rows);
  });

  it('shows the shares of the regimes before the first row, and begins anew', () => {
    const model = withoutReturn([1, 2]);
    const filter = createHmmRowFilter(model, 4);
    const first = [new Float64Array(4), new Float64Array(4)];
    filter.begin(first);
    expect(first.map((column) => [...column])).toEqual([
      [0.6, 0.6, 0.6, 0.6],
      [0.4, 0.4, 0.4, 0.4],
    ]);
    filter.advance(Float64Array.of(0.01, 0.02, 0, -0.01));
    const second = [new Float64Array(2), new Float64Array(2)];
    filter.begin(second);
    filter.advance(Float64Array.of(0.01, 0.02));
    expect(second.map((column) => [...column])).toEqual(first.map((column) => [...column.subarray(0, 2)]));
  });

  it('refuses a model of two features', () => {
    const two = { names: ['return', 'size'], rows: 800, columns: [returns, returns.map(Math.abs)] };
    const model = createHmmDetector({ states: 2, features: ['return', 'size'], restarts: 2 }).fit(two, {
      seed: 1,
      returns,
    });
    expect(() => createHmmRowFilter(model, 10)).toThrow('reads 2 features (return, size)');
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
