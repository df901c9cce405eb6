import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { createRandomStream } from '../../math/random.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { calmWalk, stepCusum } from './cusum-walk.ts';

/** Years without a change that are drawn: at one alarm a year, its rate is known to 5 %. */
const years = 400;
const lowestThreshold = 1e-3;
const highestThreshold = 1e3;
/** Halvings of the logarithm between them: to 1e-6 of the threshold, finer than the draws can tell. */
const halvings = 24;

/**
 * The threshold with which so many false alarms a year start on days drawn independently from the evidence of calm days:
 * the lowest with no more than that, by halving on the same draws.
 *
 * @param evidence of each of the calm days drawn from
 */
export function calibrateThreshold(
  evidence: Float64Array,
  falseAlarmsPerYear: number,
  { seed, signal, onProgress }: SeededCallOptions,
): number {
  const label = 'calibrating the alarm on days without a change';
  signal?.throwIfAborted();
  onProgress?.({ label, done: 0, total: 1 });
  const stream = createRandomStream(seed, 'change-point calibration');
  const drawn = new Float64Array(years * tradingDaysPerYear);
  for (let t = 0; t < drawn.length; t++) drawn[t] = evidence[stream.integer(evidence.length)];
  let below = lowestThreshold;
  let threshold = highestThreshold;
  for (let n = 0; n < halvings; n++) {
    signal?.throwIfAborted();
    const middle = Math.sqrt(below * threshold);
    if (countAlarms(drawn, middle) > falseAlarmsPerYear * years) below = middle;
    else threshold = middle;
  }
  onProgress?.({ label, done: 1, total: 1 });
  return threshold;
}

function countAlarms(evidence: Float64Array, threshold: number): number {
  const walk = { ...calmWalk };
  let alarms = 0;
  for (let t = 0; t < evidence.length; t++) {
    const before = walk.alarm;
    stepCusum(walk, evidence[t], threshold);
    if (walk.alarm && !before) alarms++;
  }
  return alarms;
}
