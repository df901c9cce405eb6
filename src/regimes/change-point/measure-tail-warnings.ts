import { sortedQuantile } from '../../math/quantile.ts';
import { InputError } from '../../support/input-error.ts';
import { requireCount } from '../../support/require.ts';

export interface MeasureTailWarningsOptions {
  /** 1 on days of alarm, one for each return. */
  readonly alarm: ArrayLike<number>;
  /** Daily log returns, NaN where there is none. */
  readonly returns: Float64Array;
  /** Share of the days with the lowest returns that count as tail events; 0.01 when left out. */
  readonly tailShare?: number;
  /** An event is warned of when there was an alarm on any of so many days before it; 1 when left out: the day before. */
  readonly withinDays?: number;
}

/** How often tail events came with a warning, beside how often any day does. */
export interface TailWarnings {
  readonly events: number;
  /** Share of the events with an alarm on one of the days before. */
  readonly warnedShare: number;
  /** The same share for all days: what alarms at random times would reach. */
  readonly baseShare: number;
  /** Events with no other event in the 21 days before, and the share warned of: the first shock of a storm. */
  readonly freshEvents: number;
  readonly freshWarnedShare: number;
}

const quietDays = 21;

/**
 * Alarms as early warnings of the worst days of a history. The worst days are known only at its end, so this judges
 * alarms and decides nothing. Days without a return are left out; the first `withinDays` days count as they are, with
 * fewer days before them.
 *
 * @throws RangeError on lists of different lengths or a share outside (0, 1); InputError when no day has a return
 * @example
 * measureTailWarnings({ alarm: model.run(returns).alarm, returns, withinDays: 5 });
 */
export function measureTailWarnings(options: MeasureTailWarningsOptions): TailWarnings {
  const { alarm, returns, tailShare = 0.01, withinDays = 1 } = options;
  requireCount('withinDays', withinDays);
  if (!(tailShare > 0 && tailShare < 1)) {
    throw new RangeError(`tailShare is ${tailShare}: expected a number between 0 and 1`);
  }
  if (alarm.length !== returns.length) {
    throw new RangeError(`alarm has ${alarm.length} values: expected one for each of ${returns.length} returns`);
  }
  const known = returns.filter(Number.isFinite).sort();
  if (known.length === 0) throw new InputError('no day has a return: expected returns to find the worst days in');
  const worst = sortedQuantile(known, tailShare);
  const all = { days: 0, warned: 0 };
  const events = { days: 0, warned: 0 };
  const fresh = { days: 0, warned: 0 };
  let sinceAlarm = Number.POSITIVE_INFINITY;
  let sinceEvent = Number.POSITIVE_INFINITY;
  for (let t = 0; t < returns.length; t++) {
    sinceAlarm++;
    sinceEvent++;
    if (Number.isFinite(returns[t])) {
      const count = (group: { days: number; warned: number }) => {
        group.days++;
        if (sinceAlarm <= withinDays) group.warned++;
      };
      count(all);
      if (returns[t] <= worst) {
        count(events);
        if (sinceEvent > quietDays) count(fresh);
        sinceEvent = 0;
      }
    }
    if (alarm[t] === 1) sinceAlarm = 0;
  }
  return {
    events: events.days,
    warnedShare: events.warned / events.days,
    baseShare: all.warned / all.days,
    freshEvents: fresh.days,
    freshWarnedShare: fresh.warned / fresh.days,
  };
}
