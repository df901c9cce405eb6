import { describe, expect, it } from 'vitest';
import { type FeatureMatrix, sliceFeatures } from '../../src/market/features.ts';
import { createRandomStream } from '../../src/math/random.ts';
import type { RegimeDetector, RegimeModel } from '../../src/regimes/detector.ts';
import { loadRegimeModel } from '../../src/regimes/load-regime-model.ts';
import { mostProbable } from '../../src/regimes/most-probable.ts';
import { InputError } from '../../src/support/input-error.ts';

/** Days of two regimes with a daily volatility of 0.6 % and 2 %, which last about 100 days each. */
export function drawTwoRegimes(rows: number, seed = 11): { features: FeatureMatrix; truth: Int32Array } {
  const stream = createRandomStream(seed, 'two regimes');
  const truth = new Int32Array(rows);
  const returns = new Float64Array(rows);
  const size = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const before = t === 0 ? 0 : truth[t - 1];
    truth[t] = stream.uniform() < 0.01 ? 1 - before : before;
    returns[t] = (truth[t] === 1 ? 0.02 : 0.006) * stream.normal();
    const square = Math.log(returns[t] ** 2 + 1e-6);
    size[t] = t === 0 ? square : 0.9 * size[t - 1] + 0.1 * square;
  }
  returns[0] = Number.NaN;
  size.fill(Number.NaN, 0, 5);
  returns[400] = Number.NaN;
  return { features: { names: ['return', 'size'], rows, columns: [returns, size] }, truth };
}

/**
 * What every regime detector is held to. `make` gives a detector of so many regimes that reads the features named
 * 'return' and 'size'.
 */
export function describeRegimeDetector(name: string, make: (states: number) => RegimeDetector): void {
  const rows = 900;
  const { features, truth } = drawTwoRegimes(rows);
  const returns = features.columns[0];
  const fit = (states: number, seed = 3) => make(states).fit(features, { seed, returns });

  describe(`${name} as a regime detector`, () => {
    const model = fit(3);
    const filtered = model.filter(features);

    it('gives probabilities in every row, that of a missing row included', () => {
      expect(filtered.rows).toBe(rows);
      expect(filtered.columns).toHaveLength(3);
      for (let t = 0; t < rows; t++) {
        const row = filtered.columns.map((column) => column[t]);
        for (const p of row) expect(p >= 0 && p <= 1 + 1e-12).toBe(true);
        expect(Math.abs(row.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
      }
      expect(filtered.columns.map((column) => column[0])).toEqual(model.states.map(({ share }) => share));
    });

    it('keeps every row when the rows after it are cut off or altered', () => {
      for (const t of [0, 4, 5, 399, 400, 401, 700]) {
        const cut = model.filter(sliceFeatures(features, 0, t + 1));
        const altered = sliceFeatures(features, 0, rows);
        for (const column of altered.columns) for (let s = t + 1; s < rows; s++) column[s] = 1e3 * (s % 7) - 1;
        const after = model.filter(altered);
        filtered.columns.forEach((column, k) => {
          expect(cut.columns[k]).toEqual(column.slice(0, t + 1));
          expect(after.columns[k].slice(0, t + 1)).toEqual(column.slice(0, t + 1));
        });
      }
    });

    it('takes rows one at a time with the bits of the batch', () => {
      for (const own of [model, model.permute([2, 0, 1])]) {
        const columns = own.features.map((feature) => features.columns[features.names.indexOf(feature)]);
        const online = own.online();
        const batch = own.filter(features).columns;
        for (let t = 0; t < rows; t++) {
          const now = online.next(columns.map((column) => column[t]));
          expect([...now]).toEqual(batch.map((column) => column[t]));
        }
        // A second filter begins anew.
        expect([...own.online().next(columns.map((column) => column[0]))]).toEqual(batch.map((column) => column[0]));
      }
    });

    it('says how regimes follow each other', () => {
      expect(model.transition).toHaveLength(3);
      for (const row of model.transition) {
        expect(row).toHaveLength(3);
        for (const p of row) expect(p >= 0 && p <= 1).toBe(true);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }
      const order = [2, 0, 1];
      model.permute(order).transition.forEach((row, i) => {
        expect([...row]).toEqual(order.map((j) => model.transition[order[i]][j]));
      });
    });

    it('starts from an earlier model too, and refuses one of another make', () => {
      const earlier = make(3).fit(sliceFeatures(features, 0, 800), { seed: 3, returns: returns.slice(0, 800) });
      const warm = make(3).fit(features, { seed: 3, returns, previous: earlier });
      const again = make(3).fit(features, {
        seed: 3,
        returns,
        previous: loadRegimeModel(JSON.parse(JSON.stringify(earlier))),
      });
      expect(JSON.stringify(again)).toBe(JSON.stringify(warm));
      expect(() => make(2).fit(features, { seed: 3, returns, previous: earlier })).toThrow(
        /previous is a model .* of 3 regimes/,
      );
    });

    it('leaves its input as it was', () => {
      expect(features).toEqual(drawTwoRegimes(rows).features);
    });

    it('is the same for the same seed', () => {
      expect(JSON.stringify(fit(3))).toBe(JSON.stringify(model));
    });

    it('finds the regimes that were drawn', () => {
      const labels = mostProbable(fit(2).filter(features));
      let alike = 0;
      for (let t = 5; t < rows; t++) if (labels[t] === truth[t]) alike++;
      expect(alike / (rows - 5)).toBeGreaterThan(0.85);
    });

    it('orders regimes by the variance of returns', () => {
      const variances = weightedVariances(filtered.columns, returns);
      for (let k = 1; k < 3; k++) {
        expect(variances[k]).toBeGreaterThan(variances[k - 1]);
        expect(model.states[k].volAnnual).toBeGreaterThan(model.states[k - 1].volAnnual);
      }
      variances.forEach((variance, k) => {
        expect(model.states[k].volAnnual).toBeCloseTo(Math.sqrt(252 * variance), 12);
      });
      expect(model.states.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    });

    it('orders by the returns it is given, not by its features', () => {
      // Wild where the features are calm.
      const opposite = returns.map((r, t) => (truth[t] === 1 ? 0.3 * r : 3 * r));
      const reversed = make(2).fit(features, { seed: 3, returns: opposite });
      const straight = fit(2);
      const share = (m: RegimeModel, k: number) => m.states[k].share;
      expect(share(reversed, 0)).toBeCloseTo(share(straight, 1), 9);
    });

    it('renames regimes', () => {
      const order = [2, 0, 1];
      const renamed = model.permute(order);
      const columns = renamed.filter(features).columns;
      order.forEach((from, k) => {
        expect(renamed.states[k]).toEqual(model.states[from]);
        expect(largestDifference(columns[k], filtered.columns[from])).toBeLessThan(1e-12);
      });
      expect(JSON.stringify(renamed.permute([1, 2, 0]))).toBe(JSON.stringify(model));
      expect(() => model.permute([0, 0, 1])).toThrow(RangeError);
      expect(() => model.permute([0, 1])).toThrow(RangeError);
    });

    it('gives the same bits after saving and loading', () => {
      for (const saved of [model, model.permute([1, 2, 0])]) {
        const text = JSON.stringify(saved);
        const loaded = loadRegimeModel(JSON.parse(text));
        expect(loaded.filter(features)).toEqual(saved.filter(features));
        expect(loaded.states).toEqual(saved.states);
        expect(JSON.stringify(loaded)).toBe(text);
      }
    });

    it('does not depend on the units of features and returns', () => {
      const columns = features.columns.map((column) => column.map((x) => 100 * x));
      const percent = { ...features, columns };
      const scaled = make(3).fit(percent, { seed: 3, returns: columns[0] });
      scaled.filter(percent).columns.forEach((column, k) => {
        expect(largestDifference(column, filtered.columns[k])).toBeLessThan(1e-9);
      });
      expect(scaled.states[2].volAnnual / model.states[2].volAnnual).toBeCloseTo(100, 6);
    });

    it('reads its own features out of a wider matrix', () => {
      const wider = {
        names: ['other', 'size', 'return'],
        rows,
        columns: [new Float64Array(rows), features.columns[1], features.columns[0]],
      };
      expect(JSON.stringify(make(3).fit(wider, { seed: 3, returns }))).toBe(JSON.stringify(model));
      expect(model.filter(wider)).toEqual(filtered);
    });

    it('predicts through rows that are all missing', () => {
      const missing = { ...features, columns: features.columns.map((column) => column.map(() => Number.NaN)) };
      model.filter(missing).columns.forEach((column, k) => {
        for (const p of column) expect(p).toBe(model.states[k].share);
      });
      expect(model.filter(sliceFeatures(features, 0, 0)).rows).toBe(0);
    });

    it('stays finite on an outlier, in the fit and after it', () => {
      const wild = sliceFeatures(features, 0, rows);
      wild.columns[0][500] = 50;
      const fitted = make(2).fit(wild, { seed: 3, returns: wild.columns[0] });
      for (const column of fitted.filter(wild).columns) expect(column.every(Number.isFinite)).toBe(true);
      for (const { volAnnual, meanDaily, share } of fitted.states) {
        expect([volAnnual, meanDaily, share].every(Number.isFinite)).toBe(true);
      }
      expect(fitted.states[1].volAnnual).toBeGreaterThan(fitted.states[0].volAnnual);
      for (const value of [1e5, -1e5, 1e200, -Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
        wild.columns[0][500] = value;
        for (const column of model.filter(wild).columns) expect(column.every(Number.isFinite)).toBe(true);
      }
    });

    it('refuses data from which nothing can be learnt', () => {
      const refuse = (columns: Float64Array[], message: RegExp) => {
        const matrix = { names: ['return', 'size'], rows: columns[0].length, columns };
        const attempt = () => make(3).fit(matrix, { seed: 3, returns: columns[0] });
        expect(attempt).toThrow(InputError);
        expect(attempt).toThrow(message);
      };
      const [own, size] = features.columns;
      refuse([own.map(() => 0.1), size], /'return' is constant/);
      refuse([own, size.map(() => Number.NaN)], /no row of 900 has all of return, size/);
      refuse([own.slice(5, 8), size.slice(5, 8)], /rows: expected at least/);
      refuse([own.map((r, t) => (t === 9 ? 1e200 : r)), size], /reaches 1e\+200/);
      refuse([new Float64Array(), new Float64Array()], /no row of 0/);
      const none = own.map(() => Number.NaN);
      expect(() => make(3).fit(features, { seed: 3, returns: none })).toThrow(InputError);
      expect(() => make(3).fit(features, { seed: 3, returns: own.slice(1) })).toThrow(RangeError);
    });

    it.each<[string, (t: number) => readonly [number, number], number]>([
      ['one outlier among equal days', (t) => [t === 30 ? 5 : 0, t === 30 ? -1 : 2], 60],
      ['one outlier in the returns alone', (t) => [t === 30 ? 5 : 0, features.columns[1][t + 5]], 60],
      ['two different days, again and again', (t) => [t % 2, t % 2], 60],
      ['five different days, again and again', (t) => [returns[1 + (t % 5)], features.columns[1][5 + (t % 5)]], 60],
      ['two rows', (t) => [returns[t + 5], features.columns[1][t + 5]], 2],
      ['ten rows', (t) => [returns[t + 5], features.columns[1][t + 5]], 10],
    ])('refuses %s in one line or stays finite', (_, day, count) => {
      const days = Array.from({ length: count }, (__, t) => day(t));
      const columns = [0, 1].map((d) => Float64Array.from(days, (row) => row[d]));
      const matrix = { names: ['return', 'size'], rows: count, columns };
      for (const states of [1, 2]) {
        let fitted: RegimeModel;
        try {
          fitted = make(states).fit(matrix, { seed: 3, returns: columns[0] });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^[^\n]+expected[^\n]+$/);
          continue;
        }
        const probabilities = fitted.filter(matrix).columns;
        for (let t = 0; t < count; t++) {
          expect(probabilities.reduce((sum, column) => sum + column[t], 0)).toBeCloseTo(1, 12);
        }
        for (const numbers of [...fitted.transition, ...fitted.states.map((state) => Object.values(state))]) {
          for (const value of numbers) expect(Number.isFinite(value)).toBe(true);
        }
        expect(loadRegimeModel(JSON.parse(JSON.stringify(fitted))).states).toEqual(fitted.states);
      }
    });

    it('refuses impossible options', () => {
      for (const states of [0, -1, 1.5, 17, Number.NaN]) expect(() => make(states)).toThrow(RangeError);
    });

    it('can be watched and stopped', () => {
      const seen: number[] = [];
      make(2).fit(features, { seed: 3, returns, onProgress: ({ done, total }) => seen.push(done / total) });
      expect(seen[0]).toBe(0);
      expect(seen.at(-1)).toBe(1);
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
      const signal = AbortSignal.abort(new Error('enough'));
      expect(() => make(2).fit(features, { seed: 3, returns, signal })).toThrow('enough');
    });
  });
}

/** Largest absolute difference of two columns. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = Math.abs(a.length - b.length);
  for (let t = 0; t < Math.min(a.length, b.length); t++) {
    const difference = Math.abs(a[t] - b[t]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/**
 * Variance of each regime's returns about the mean of all, days weighted by probability; rows without features do not
 * count.
 */
function weightedVariances(columns: readonly Float64Array[], returns: Float64Array): number[] {
  const days = Array.from(returns.keys()).filter((t) => t >= 5 && !Number.isNaN(returns[t]));
  const mean = days.reduce((sum, t) => sum + returns[t], 0) / days.length;
  return columns.map((column) => {
    const weight = days.reduce((sum, t) => sum + column[t], 0);
    return days.reduce((sum, t) => sum + column[t] * (returns[t] - mean) ** 2, 0) / weight;
  });
}
