import { describe, expect, it } from 'vitest';
import { createChangePointDetector } from '../../../src/regimes/change-point/create-change-point-detector.ts';
import { measureAlarms } from '../../../src/regimes/change-point/measure-alarms.ts';
import { measureTailWarnings } from '../../../src/regimes/change-point/measure-tail-warnings.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { readSp500Returns } from '../read-columns.ts';

const detector = createChangePointDetector({ falseAlarmsPerYear: 2 });

describe('measureAlarms', () => {
  it('finds the stated rate of false alarms, and larger rises sooner', () => {
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
    const measured = measureAlarms({ detector, degreesOfFreedom: 5, markets: 12, seed: 1, onProgress });
    const { falseAlarmsPerYear, falseAlarmsError, delays } = measured;
    expect(falseAlarmsError).toBeGreaterThan(0.05);
    expect(falseAlarmsError).toBeLessThan(0.25);
    expect(Math.abs(falseAlarmsPerYear - 2)).toBeLessThan(4 * falseAlarmsError);
    const [twice, thrice] = delays;
    expect([twice.volRatio, thrice.volRatio]).toEqual([2, 3]);
    expect(twice.meanDays).toBeGreaterThan(thrice.meanDays);
    expect(twice.meanDays).toBeLessThan(12);
    expect(thrice.meanDays).toBeGreaterThan(1);
    expect(twice.missedShare).toBe(0);
    expect(seen).toHaveLength(13);
    expect(seen.at(-1)).toBe(1);
  });

  it('counts a rise that is none as missed, for a year, or as found by chance', () => {
    const never = { ...detector, fit: () => fixed(() => 0) };
    const quiet = measureAlarms({ detector: never, markets: 3, years: 1, seed: 1 });
    expect(quiet.falseAlarmsPerYear).toBe(0);
    expect(quiet.delays[0]).toEqual({ volRatio: 2, meanDays: 252, meanDaysError: 0, missedShare: 1 });
    // An alarm on the third day of the rise, and on no other.
    const third = { ...detector, fit: () => fixed((t) => (t === 252 ? 1 : 0)) };
    expect(measureAlarms({ detector: third, markets: 3, years: 1, seed: 1 }).delays[1].meanDays).toBe(3);
    const always = { ...detector, fit: () => fixed(() => 1) };
    expect(() => measureAlarms({ detector: always, markets: 3, years: 1, seed: 1 })).toThrow(InputError);
  });

  it('is the same for the same seed, and can be stopped', () => {
    const run = (seed: number) => measureAlarms({ detector, markets: 2, years: 2, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => measureAlarms({ detector, seed: 1, signal })).toThrow('enough');
  });

  it.each([
    [{ markets: 1 }, /markets is 1/],
    [{ years: 0 }, /years is 0/],
    [{ degreesOfFreedom: 2.5 }, /degreesOfFreedom is 2.5/],
    [{ volRatios: [-2] }, /volRatios is -2/],
  ])('refuses %o', (options, message) => {
    expect(() => measureAlarms({ detector, seed: 1, ...options })).toThrow(message);
  });
});

/** A model whose alarms depend on the row alone. */
function fixed(alarmAt: (row: number) => number) {
  const model = detector.fit(readSp500Returns().returns.slice(0, 300), { seed: 1 });
  const run = (returns: Float64Array) => ({ level: returns, alarm: Uint8Array.from(returns, (_, t) => alarmAt(t)) });
  return { ...model, run };
}

describe('measureTailWarnings', () => {
  it('counts the worst days with an alarm before them, and all days', () => {
    const returns = Float64Array.from({ length: 100 }, (_, t) => 0.001 * (t % 5));
    const alarm = new Uint8Array(100);
    // Two events: one the day after an alarm, and a fresh one 3 days after.
    returns[10] = -0.05;
    alarm[9] = 1;
    returns[60] = -0.06;
    alarm[57] = 1;
    // An alarm on the day itself is no warning.
    alarm[60] = 1;
    expect(measureTailWarnings({ alarm, returns, tailShare: 0.015 })).toEqual({
      events: 2,
      warnedShare: 0.5,
      baseShare: 0.03,
      freshEvents: 2,
      freshWarnedShare: 0.5,
    });
    expect(measureTailWarnings({ alarm, returns, tailShare: 0.015, withinDays: 3 }).warnedShare).toBe(1);
    expect(measureTailWarnings({ alarm, returns, tailShare: 0.015, withinDays: 3 }).baseShare).toBe(0.09);
    returns[61] = -0.07;
    expect(measureTailWarnings({ alarm, returns, tailShare: 0.025 })).toMatchObject({ events: 3, freshEvents: 2 });
  });

  it('warns of most of the worst days of the S&P 500, but of fewer first shocks', () => {
    const { returns } = readSp500Returns();
    const model = createChangePointDetector().fit(returns.slice(0, 1000), { seed: 1 });
    const later = returns.slice(1000);
    const warnings = measureTailWarnings({ alarm: model.run(later).alarm, returns: later });
    expect(warnings.events).toBe(42);
    expect(warnings.warnedShare).toBeGreaterThan(0.7);
    expect(warnings.baseShare).toBeLessThan(0.12);
    expect(warnings.freshEvents).toBe(9);
    expect(warnings.freshWarnedShare).toBeLessThan(0.7);
  });

  it('refuses bad input', () => {
    const returns = Float64Array.of(0.01, -0.01);
    const run = (options: object) => () => measureTailWarnings({ alarm: [0, 1], returns, ...options });
    expect(run({ withinDays: 0 })).toThrow(/withinDays is 0/);
    expect(run({ tailShare: 1 })).toThrow(/tailShare is 1/);
    expect(run({ alarm: [0] })).toThrow(/alarm has 1 values: expected one for each of 2 returns/);
    expect(run({ returns: Float64Array.of(Number.NaN, Number.NaN) })).toThrow(InputError);
  });
});
