import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { createSwitchGuard, guardSwitches } from '../../../src/regimes/calm/switch-guard.ts';
import { countSwitches } from '../../../src/regimes/count-switches.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';

/** Two regimes, by the probability of the second. */
function probabilities(second: readonly number[]) {
  return { rows: second.length, columns: [Float64Array.from(second, (p) => 1 - p), Float64Array.from(second)] };
}

describe('guardSwitches', () => {
  it('without dwell and threshold takes the most probable regime', () => {
    const flickering = probabilities([0.1, 0.6, 0.4, 0.9, 0.5]);
    const free = { minimumDwellDays: 0, probabilityThreshold: 0 };
    expect([...guardSwitches(flickering, free)]).toEqual([0, 1, 0, 1, 0]);
    expect([...mostProbable(flickering)]).toEqual([0, 1, 0, 1, 0]);
  });

  it('changes only at the threshold', () => {
    const options = { minimumDwellDays: 1, probabilityThreshold: 0.8 };
    expect([...guardSwitches(probabilities([0.1, 0.79, 0.8, 0.3, 0.2]), options)]).toEqual([0, 0, 1, 1, 0]);
  });

  it('holds a regime for the minimum dwell', () => {
    const options = { minimumDwellDays: 3, probabilityThreshold: 0.5 };
    expect([...guardSwitches(probabilities([0, 1, 1, 1, 0, 0, 0, 1]), options)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0]);
  });

  it('may leave the regime it is started with at once', () => {
    const options = { minimumDwellDays: 3, probabilityThreshold: 0.9, initial: 0 };
    expect([...guardSwitches(probabilities([0.95, 0, 0, 0]), options)]).toEqual([1, 1, 1, 0]);
    expect([...guardSwitches(probabilities([0.8, 0.8]), options)]).toEqual([0, 0]);
  });

  it('keeps the present regime in a row without probabilities', () => {
    const options = { minimumDwellDays: 0, probabilityThreshold: 0.5 };
    expect([...guardSwitches(probabilities([1, Number.NaN, 0]), options)]).toEqual([1, 1, 0]);
  });

  it('sees the past alone, row by row or all at once', () => {
    const stream = createRandomStream(5, 'switch guard');
    const columns = [0, 1, 2].map(() => new Float64Array(500));
    for (let t = 0; t < 500; t++) {
      const draws = columns.map(() => stream.uniform() ** 3);
      const total = draws.reduce((a, b) => a + b);
      columns.forEach((column, k) => {
        column[t] = draws[k] / total;
      });
    }
    const options = { minimumDwellDays: 4, probabilityThreshold: 0.6 };
    const labels = guardSwitches({ rows: 500, columns }, options);
    const guard = createSwitchGuard(options);
    const streamed = Int32Array.from({ length: 500 }, (_, t) => guard.next(columns.map((column) => column[t])));
    expect(streamed).toEqual(labels);
    const cut = { rows: 200, columns: columns.map((column) => column.slice(0, 200)) };
    expect(guardSwitches(cut, options)).toEqual(labels.slice(0, 200));
    const altered = { rows: 500, columns: columns.map((column) => column.map((p, t) => (t < 200 ? p : 1 - p))) };
    expect(guardSwitches(altered, options).slice(0, 200)).toEqual(labels.slice(0, 200));
    expect(countSwitches(labels)).toBeGreaterThan(10);
    expect(countSwitches(labels)).toBeLessThan(countSwitches(mostProbable({ rows: 500, columns })) / 2);
  });

  it('refuses impossible options', () => {
    const good = { minimumDwellDays: 5, probabilityThreshold: 0.7 };
    for (const bad of [
      { minimumDwellDays: -1 },
      { minimumDwellDays: 1.5 },
      { probabilityThreshold: 1.1 },
      { probabilityThreshold: Number.NaN },
      { initial: -1 },
    ]) {
      expect(() => createSwitchGuard({ ...good, ...bad })).toThrow(RangeError);
    }
  });
});

describe('countSwitches', () => {
  it('counts changes of label', () => {
    expect(countSwitches([])).toBe(0);
    expect(countSwitches([1, 1, 1])).toBe(0);
    expect(countSwitches([0, 1, 1, 0, 2])).toBe(3);
  });
});
