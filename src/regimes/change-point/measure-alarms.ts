import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { mean, standardDeviation } from '../../math/moments.ts';
import { createRandomStream, type RandomStream } from '../../math/random.ts';
import { InputError } from '../../support/input-error.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { requireCount, requirePositive } from '../../support/require.ts';
import type { ChangePointDetector, ChangePointModel } from './change-point-detector.ts';

export interface MeasureAlarmsOptions extends SeededCallOptions {
  readonly detector: ChangePointDetector;
  /** Rises of volatility whose detection is timed; 2 and 3 times when left out. */
  readonly volRatios?: readonly number[];
  /** Student-t degrees of freedom of the returns drawn, a whole number above 2; left out for normal returns. */
  readonly degreesOfFreedom?: number;
  /** Markets drawn, each with a past of its own to fit on; 100 when left out. */
  readonly markets?: number;
  /** Years of the past that is fitted on, and of the time without a change that follows; 8 when left out. */
  readonly years?: number;
}

/** What a detector's alarms are worth where the truth is known. Errors are standard errors over markets. */
export interface MeasuredAlarms {
  /** Alarms that start in a year without a change. */
  readonly falseAlarmsPerYear: number;
  readonly falseAlarmsError: number;
  readonly delays: readonly {
    readonly volRatio: number;
    /** Mean days from the rise to the alarm: 1 at the close of the first day of the rise. */
    readonly meanDays: number;
    readonly meanDaysError: number;
    /** Share of rises without an alarm within a year; they count as 252 days. */
    readonly missedShare: number;
  }[];
}

/** Calm days between the start of a detector and a rise. */
const daysBefore = 250;

/**
 * False alarms and delays of a detector on simulated returns of independent days: it is fitted on a calm past, run on
 * calm days, and run on calm days followed by a lasting rise of volatility. Markets in which an alarm stands already on
 * the day before the rise do not count for the delay.
 *
 * @throws RangeError on options outside their ranges; InputError when no market is without an alarm before the rise
 * @example
 * measureAlarms({ detector: createChangePointDetector(), degreesOfFreedom: 5, seed: 1 }).delays;
 */
export function measureAlarms(options: MeasureAlarmsOptions): MeasuredAlarms {
  const {
    detector,
    volRatios = [2, 3],
    degreesOfFreedom,
    markets = 100,
    years = 8,
    seed,
    signal,
    onProgress,
  } = options;
  if (!Number.isInteger(markets) || markets < 2) {
    throw new RangeError(`markets is ${markets}: expected a whole number of 2 or more, for standard errors`);
  }
  requireCount('years', years);
  for (const ratio of volRatios) requirePositive('volRatios', ratio);
  if (degreesOfFreedom !== undefined && !(Number.isInteger(degreesOfFreedom) && degreesOfFreedom > 2)) {
    throw new RangeError(
      `degreesOfFreedom is ${degreesOfFreedom}: expected a whole number above 2, or none for normal`,
    );
  }
  const rates: number[] = [];
  const delays = volRatios.map((): number[] => []);
  for (let market = 0; market < markets; market++) {
    signal?.throwIfAborted();
    onProgress?.({ label: 'measuring alarms', done: market, total: markets });
    const stream = createRandomStream(seed, 'measured alarms', market);
    const draw = (days: number) => drawReturns(days, degreesOfFreedom, stream);
    const model = detector.fit(draw(years * tradingDaysPerYear), { seed, signal });
    rates.push(countStarts(model.run(draw(years * tradingDaysPerYear)).alarm) / years);
    volRatios.forEach((ratio, n) => {
      const days = draw(daysBefore + tradingDaysPerYear).map((value, t) => (t < daysBefore ? value : ratio * value));
      const delay = timeAlarm(model, days);
      if (delay > 0) delays[n].push(delay);
    });
  }
  onProgress?.({ label: 'measuring alarms', done: markets, total: markets });
  return {
    falseAlarmsPerYear: mean(rates),
    falseAlarmsError: standardError(rates),
    delays: volRatios.map((volRatio, n) => ({ volRatio, ...summarise(delays[n]) })),
  };
}

function summarise(delays: readonly number[]) {
  if (delays.length === 0) {
    throw new InputError(
      'an alarm stood before the rise in every market: expected a detector that is quiet on calm days',
    );
  }
  const counted = delays.map((days) => Math.min(days, tradingDaysPerYear));
  const missed = delays.filter((days) => !Number.isFinite(days)).length;
  return { meanDays: mean(counted), meanDaysError: standardError(counted), missedShare: missed / delays.length };
}

/** Days to the alarm; infinite without one, 0 where it stands before the rise. */
function timeAlarm(model: ChangePointModel, returns: Float64Array): number {
  const { alarm } = model.run(returns);
  if (alarm[daysBefore - 1] === 1) return 0;
  const at = alarm.indexOf(1, daysBefore);
  return at < 0 ? Number.POSITIVE_INFINITY : at - daysBefore + 1;
}

function countStarts(alarm: Uint8Array): number {
  let starts = 0;
  for (let t = 0; t < alarm.length; t++) if (alarm[t] === 1 && (t === 0 || alarm[t - 1] === 0)) starts++;
  return starts;
}

/** Independent returns of 1 % a day: normal over the root of a mean of ν squared normals, scaled to that variance. */
function drawReturns(days: number, degrees: number | undefined, stream: RandomStream): Float64Array {
  return Float64Array.from({ length: days }, () => {
    const normal = 0.01 * stream.normal();
    if (degrees === undefined) return normal;
    let squares = 0;
    for (let n = 0; n < degrees; n++) squares += stream.normal() ** 2;
    return normal * Math.sqrt((degrees - 2) / squares);
  });
}

function standardError(values: readonly number[]): number {
  return standardDeviation(values) / Math.sqrt(Math.max(1, values.length - 1));
}
