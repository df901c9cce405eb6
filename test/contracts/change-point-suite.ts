import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import type { ChangePointDetector } from '../../src/regimes/change-point/change-point-detector.ts';
import { loadChangePointModel } from '../../src/regimes/change-point/load-change-point-model.ts';
import { InputError } from '../../src/support/input-error.ts';

/** Days of 1 % volatility, with a storm of 3 % on rows 500 to 599 and a missing return on row 450. */
export function drawStorm(rows: number, seed = 5): Float64Array {
  const stream = createRandomStream(seed, 'storm');
  const returns = Float64Array.from({ length: rows }, (_, t) => (t >= 500 && t < 600 ? 0.03 : 0.01) * stream.normal());
  if (rows > 450) returns[450] = Number.NaN;
  return returns;
}

/** What every change-point detector is held to. `make` gives a detector of about one false alarm a year. */
export function describeChangePointDetector(name: string, make: () => ChangePointDetector): void {
  describe(`${name} as a change-point detector`, () => {
    const rows = 900;
    const past = drawStorm(1000, 6);
    const returns = drawStorm(rows);
    const model = make().fit(past, { seed: 3 });
    const signals = model.run(returns);

    it('carries its name', () => {
      expect(make().name).toBe(name);
      expect(model.detector).toBe(name);
      expect(model.toJSON().detector).toBe(name);
    });

    it('has a level between calm and alarm, which says when the alarm starts and ends', () => {
      signals.level.forEach((level, t) => {
        expect(level >= 0 && level <= 1).toBe(true);
        const before = t === 0 ? 0 : signals.alarm[t - 1];
        expect(signals.alarm[t]).toBe(level === 1 ? 1 : level === 0 ? 0 : before);
      });
    });

    it('finds the storm and its end', () => {
      expect(signals.alarm.indexOf(1, 500)).toBeLessThan(510);
      expect(signals.alarm.subarray(510, 600).filter((on) => on === 1).length).toBeGreaterThan(85);
      expect(signals.alarm.indexOf(0, 600)).toBeLessThan(625);
      expect(signals.alarm.subarray(0, 500).filter((on) => on === 1).length).toBeLessThan(50);
      expect(model.calmVolAnnual).toBeGreaterThan(0.01 * Math.sqrt(252) * 0.8);
      expect(model.calmVolAnnual).toBeLessThan(0.01 * Math.sqrt(252) * 1.3);
    });

    it('keeps every day when the days after it are cut off or altered', () => {
      for (const t of [0, 449, 450, 505, 700]) {
        const altered = returns.map((r, s) => (s <= t ? r : 0.2 * ((s % 3) - 1)));
        for (const seen of [returns.slice(0, t + 1), altered]) {
          const { level, alarm } = model.run(seen);
          expect(level.slice(0, t + 1)).toEqual(signals.level.slice(0, t + 1));
          expect(alarm.slice(0, t + 1)).toEqual(signals.alarm.slice(0, t + 1));
        }
      }
    });

    it('takes returns one at a time with the bits of the batch', () => {
      const online = model.online();
      returns.forEach((r, t) => {
        const { level, alarm } = online.next(r);
        expect(level).toBe(signals.level[t]);
        expect(alarm).toBe(signals.alarm[t] === 1);
      });
      // A second one begins anew.
      expect(model.online().next(returns[0]).level).toBe(signals.level[0]);
    });

    it('is not moved by a missing return', () => {
      expect(signals.level[450]).toBe(signals.level[449]);
      const without = returns.filter((_, t) => t !== 450);
      expect(model.run(without).level.slice(450)).toEqual(signals.level.slice(451));
      expect(model.run(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY)).level).toEqual(new Float64Array(2));
      expect(model.run(new Float64Array()).alarm).toHaveLength(0);
    });

    it('is the same for the same seed, and calibrated anew for another', () => {
      expect(JSON.stringify(make().fit(past, { seed: 3 }))).toBe(JSON.stringify(model));
      expect(JSON.stringify(make().fit(past, { seed: 4 }))).not.toBe(JSON.stringify(model));
    });

    it('does not depend on the unit of returns', () => {
      const percent = make().fit(
        past.map((r) => 100 * r),
        { seed: 3 },
      );
      const scaled = percent.run(returns.map((r) => 100 * r));
      expect(scaled.alarm).toEqual(signals.alarm);
      scaled.level.forEach((level, t) => {
        expect(Math.abs(level - signals.level[t])).toBeLessThan(1e-6);
      });
      expect(percent.calmVolAnnual / model.calmVolAnnual).toBeCloseTo(100, 9);
    });

    it('leaves its input as it was', () => {
      expect(returns).toEqual(drawStorm(rows));
      expect(past).toEqual(drawStorm(1000, 6));
    });

    it('gives the same bits after saving and loading, and refuses damage key by key', () => {
      const text = JSON.stringify(model);
      const loaded = loadChangePointModel(JSON.parse(text));
      expect(loaded.run(returns)).toEqual(signals);
      expect(JSON.stringify(loaded)).toBe(text);
      for (const key of Object.keys(model.toJSON())) {
        const damaged = { ...model.toJSON(), [key]: null } as never;
        expect(() => loadChangePointModel(damaged), key).toThrow(InputError);
      }
      expect(() => loadChangePointModel(null as never)).toThrow(/unknown sort undefined/);
    });

    it('stays finite on wild returns, in the fit and after it', () => {
      const wild = past.slice();
      wild[700] = 1e300;
      wild[701] = Number.NEGATIVE_INFINITY;
      const fitted = make().fit(wild, { seed: 3 });
      const after = returns.slice();
      for (const value of [1e5, -1e200, Number.MAX_VALUE, 1e-320, 0]) {
        after[300] = value;
        for (const own of [model, fitted]) expect(own.run(after).level.every(Number.isFinite)).toBe(true);
      }
      expect(Math.abs(fitted.calmVolAnnual / model.calmVolAnnual - 1)).toBeLessThan(0.02);
    });

    it('refuses a past from which nothing can be learnt', () => {
      const refuse = (bad: Float64Array, message: RegExp) => {
        const attempt = () => make().fit(bad, { seed: 3 });
        expect(attempt).toThrow(InputError);
        expect(attempt).toThrow(message);
      };
      refuse(past.slice(0, 249), /the past has 249 returns: expected at least 250/);
      refuse(new Float64Array(), /the past has 0 returns/);
      refuse(
        past.map(() => Number.NaN),
        /the past has 0 returns/,
      );
      refuse(new Float64Array(1000), /half of 1000 returns or more are 0/);
      refuse(
        past.map((r, t) => (t % 3 === 0 ? r : 0)),
        /are 0: expected returns of a market that moves/,
      );
      refuse(
        past.map(() => 0.01),
        /all of the size 0.01/,
      );
      refuse(
        past.map((_, t) => (t % 2 === 0 ? 0.01 : -0.01)),
        /all of the size 0.01/,
      );
    });

    it('can be watched and stopped', () => {
      const seen: number[] = [];
      make().fit(past, { seed: 3, onProgress: ({ done, total }) => seen.push(done / total) });
      expect(seen[0]).toBe(0);
      expect(seen.at(-1)).toBe(1);
      const signal = AbortSignal.abort(new Error('enough'));
      expect(() => make().fit(past, { seed: 3, signal })).toThrow('enough');
    });
  });
}
