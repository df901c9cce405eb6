import { describe, expect, it } from 'vitest';
import { countSwitches } from '../../../src/regimes/count-switches.ts';
import { createJumpDetector } from '../../../src/regimes/jump/jump-detector.ts';
import type { JumpModel } from '../../../src/regimes/jump/jump-model.ts';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { loadRegimeModel } from '../../../src/regimes/load-regime-model.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { balancedAccuracy, drawPersistent } from './draw-persistent.ts';

const { truth, returns, features } = drawPersistent(2500, 1);
const call = { seed: 1, returns };
const fitted = new Map<string, JumpModel>();
function fit(penalty: number, continuous = false): JumpModel {
  const key = `${penalty} ${continuous}`;
  const detector = createJumpDetector({ states: 2, features: ['x'], penalty, continuous });
  const model = fitted.get(key) ?? detector.fit(features, call);
  fitted.set(key, model);
  return model;
}
const online = (model: JumpModel) => mostProbable(model.filter(features));
const inSample = (model: JumpModel) => mostProbable(model.inSamplePath(features));
const disagreement = (a: Int32Array, b: Int32Array) => a.filter((label, t) => label !== b[t]).length / a.length;
const kmeans = createKMeansDetector({ states: 2, features: ['x'] }).fit(features, call);
const clusters = mostProbable(kmeans.filter(features));

describe('createJumpDetector', () => {
  it.each([false, true])('is K-Means where switching is free (continuous: %s)', (continuous) => {
    const model = fit(0, continuous);
    expect(2 * model.objective).toBeCloseTo(kmeans.inertia, 6);
    expect(online(model)).toEqual(clusters);
    expect(inSample(model)).toEqual(clusters);
  });

  it.each([false, true])('finds one regime where switching costs too much (continuous: %s)', (continuous) => {
    const model = fit(1e9, continuous);
    // Half the squared distance to the mean of 2500 rows of variance 1.
    expect(model.objective).toBeCloseTo(1250, 6);
    expect(countSwitches(inSample(model))).toBe(0);
    expect(countSwitches(online(model))).toBe(0);
  });

  it('switches less the more a switch costs, in sample and online', () => {
    const models = [0, 2, 5, 10, 20].map((penalty) => fit(penalty));
    const switches = models.map((model) => countSwitches(inSample(model)));
    expect(switches).toEqual([...switches].sort((a, b) => b - a));
    expect(switches[0]).toBeGreaterThan(15 * switches[2]);
    const live = models.map((model) => countSwitches(online(model)));
    expect(live).toEqual([...live].sort((a, b) => b - a));
    const objectives = models.map(({ objective }) => objective);
    expect(objectives).toEqual([...objectives].sort((a, b) => a - b));
  });

  it('sees lasting regimes that K-Means cannot', () => {
    // 38 true switches. K-Means: balanced accuracy 0.69 with 442; the jump models 0.91 with 47, 0.91 with 53.
    expect(countSwitches(truth)).toBe(38);
    expect(balancedAccuracy(clusters, truth)).toBeLessThan(0.72);
    expect(countSwitches(clusters)).toBeGreaterThan(400);
    for (const model of [fit(5), fit(20, true)]) {
      expect(balancedAccuracy(online(model), truth)).toBeGreaterThan(0.88);
      expect(balancedAccuracy(inSample(model), truth)).toBeGreaterThan(0.93);
      expect(countSwitches(online(model))).toBeGreaterThan(25);
      expect(countSwitches(online(model))).toBeLessThan(60);
      expect(disagreement(online(model), inSample(model))).toBeLessThan(0.08);
    }
  });

  it('gives one regime probability 1, or weights in between', () => {
    const [, stormy] = fit(5).filter(features).columns;
    expect(new Set(stormy)).toEqual(new Set([0, 1]));
    const [calm, between] = fit(20, true).filter(features).columns;
    expect(between.every((weight, t) => weight >= 0 && weight <= 1 && Math.abs(weight + calm[t] - 1) < 1e-12)).toBe(
      true,
    );
    expect(between.filter((weight) => weight > 0 && weight < 1).length).toBeGreaterThan(0.1 * features.rows);
  });

  it('keeps its state through rows without features', () => {
    const model = fit(5);
    const gappy = {
      ...features,
      columns: features.columns.map((column) => column.slice().fill(Number.NaN, 1000, 1030)),
    };
    const [, stormy] = model.filter(gappy).columns;
    expect(new Set(stormy.subarray(999, 1030)).size).toBe(1);
  });

  it('finds no worse an objective when it may start from an earlier fit', () => {
    const poor = createJumpDetector({ states: 4, features: ['x'], penalty: 2, restarts: 1 });
    const rich = createJumpDetector({ states: 4, features: ['x'], penalty: 2, restarts: 8 }).fit(features, call);
    const warm = poor.fit(features, { ...call, previous: rich });
    expect(poor.fit(features, call).objective).toBeGreaterThan(rich.objective * (1 + 1e-6));
    expect(warm.objective).toBeLessThanOrEqual(rich.objective * (1 + 1e-12));
  });

  it('stands regimes that no day belongs to and days that are all alike but one', () => {
    const two = Float64Array.from({ length: 60 }, (_, t) => (t === 30 ? 5 : t % 3));
    const flat = { names: ['x'], rows: 60, columns: [two] };
    for (const continuous of [false, true]) {
      const detector = createJumpDetector({ states: 3, features: ['x'], penalty: 1e6, continuous });
      const model = detector.fit(flat, { seed: 1, returns: two.map((x) => 0.01 * Math.sin(x)) });
      for (const column of model.filter(flat).columns) expect(column.every(Number.isFinite)).toBe(true);
      expect(model.states.every(({ volAnnual }) => volAnnual > 0)).toBe(true);
    }
  });

  it('refuses bad options and damaged saves in one line', () => {
    const make = (options: object) => () => createJumpDetector({ states: 2, features: ['x'], penalty: 1, ...options });
    expect(make({ penalty: -1 })).toThrow(/penalty is -1: expected a finite number >= 0/);
    expect(make({ penalty: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(make({ states: 5, continuous: true })).toThrow(/states is 5: expected at most 4 in a continuous/);
    const saved = fit(20, true).toJSON();
    for (const [damage, message] of [
      [{ penalty: -1 }, /'continuous-jump': penalty/],
      [{ centres: [1] }, /centres has 1 values, expected 2/],
      [{ states: Array(5).fill({ volAnnual: 1, meanDaily: 0, share: 0.2 }) }, /5 regimes, expected at most 4/],
    ] as const) {
      expect(() => loadRegimeModel({ ...saved, ...damage })).toThrow(InputError);
      expect(() => loadRegimeModel({ ...saved, ...damage })).toThrow(message);
    }
    expect(loadRegimeModel(saved)).toHaveProperty('objective', saved.objective);
  });
});
