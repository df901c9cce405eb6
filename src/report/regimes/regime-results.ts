import { tradingDaysPerYear } from '../../market/trading-days.ts';
import type { CalmReport } from '../../regimes/calm/calm-report.ts';
import { countSwitches } from '../../regimes/count-switches.ts';
import type { RegimeProbabilities } from '../../regimes/detector.ts';
import { expectedDurations } from '../../regimes/expected-durations.ts';
import { forecastVarianceByRegimes } from '../../regimes/forecast-variance-by-regimes.ts';
import { predictRegimes } from '../../regimes/predict-regimes.ts';
import { regimeName } from '../regime-names.ts';
import type { RegimeRun, WalkSettings } from './regime-run.ts';

/** A regime, as the last refit knows it and as the days out of sample were. */
export interface RegimeFigures {
  readonly regime: number;
  /** '0 calm', '1', '2 turbulent'. */
  readonly name: string;
  /** Annualised volatility and mean log return of its days. */
  readonly volAnnual: number;
  readonly meanAnnual: number;
  /** Share of the days fitted on, by filtered probability. */
  readonly share: number;
  /** Expected length of a stay, 1 / (1 − p_kk); Infinity where it is never left. */
  readonly durationDays: number;
  /** P(regime) at the last close, and for the day after it. */
  readonly today: number;
  readonly tomorrow: number;
  readonly outOfSample: {
    /** Share of the days that were labelled so at their close. */
    readonly share: number;
    /** Annualised root mean square of the returns of the days after those; NaN without one. */
    readonly volNextDayAnnual: number;
  };
}

/** All figures of a walk; docs/regimes-command.md describes regimes.json, which they are. */
export interface RegimeResults {
  readonly schema: 1;
  readonly source: string;
  readonly settings: WalkSettings;
  readonly today: {
    readonly date: string;
    readonly close: number;
    readonly regime: number;
    /** Volatility that the regimes foretell for the day after, and for the 21 days after (`forecastVarianceByRegimes`). */
    readonly volAnnualNextDay: number;
    readonly volAnnual21Days: number;
  };
  readonly regimes: readonly RegimeFigures[];
  /** `[i][j]` is P(tomorrow j | today i) of the last refit. */
  readonly transition: readonly (readonly number[])[];
  readonly outOfSample: {
    readonly from: string;
    readonly to: string;
    readonly days: number;
    readonly switches: number;
    readonly switchesPerYear: number;
    /** What calming spared and cost; undefined without rules. */
    readonly calm: Pick<CalmReport, 'switchesBefore' | 'removed' | 'meanDelayDays'> | undefined;
  };
  /** Dates of the refits; share of the days fitted on that the refit before labels alike. */
  readonly refits: readonly { readonly date: string; readonly agreement: number }[];
}

/** The figures of a walk. */
export function measureRegimes(run: RegimeRun): RegimeResults {
  const { dates, close, walked, labels, settings, source } = run;
  const { refits } = walked;
  const { model } = refits[refits.length - 1];
  const from = refits[0].row;
  const last = dates.length - 1;
  const days = last + 1 - from;
  const known = labels.subarray(from);
  const switches = countSwitches(known);
  const tomorrow = probabilitiesTomorrow(run);
  const durations = expectedDurations(model.transition);
  const [nextDay, next21Days] = forecastVarianceByRegimes(lastRow(walked.filtered), model, [1, 21]).volAnnual;
  return {
    schema: 1,
    source,
    settings,
    today: {
      date: dates[last],
      close: close[last],
      regime: labels[last],
      volAnnualNextDay: nextDay[0],
      volAnnual21Days: next21Days[0],
    },
    regimes: model.states.map(({ volAnnual, meanDaily, share }, regime) => ({
      regime,
      name: regimeName(regime, model.states.length),
      volAnnual,
      meanAnnual: tradingDaysPerYear * meanDaily,
      share,
      durationDays: durations[regime],
      today: walked.filtered.columns[regime][last],
      tomorrow: tomorrow[regime][last],
      outOfSample: {
        share: known.reduce((count, label) => count + Number(label === regime), 0) / days,
        volNextDayAnnual: volNextDay(close, labels, regime),
      },
    })),
    transition: model.transition.map((row) => [...row]),
    outOfSample: {
      from: dates[from],
      to: dates[last],
      days,
      switches,
      switchesPerYear: days > 1 ? (tradingDaysPerYear * switches) / (days - 1) : 0,
      calm: calmFigures(run.calm),
    },
    refits: refits.map(({ row, agreement }) => ({ date: dates[row], agreement })),
  };
}

/** P(regime at t + 1 | rows 0..t) in row t, by the model that was in force at t; NaN before the first fit. */
export function probabilitiesTomorrow({ walked: { filtered, predicted, refits } }: RegimeRun): readonly Float64Array[] {
  const { rows } = predicted;
  const tomorrow = predicted.columns.map((column) => {
    const ahead = new Float64Array(rows);
    ahead.set(column.subarray(1));
    return ahead;
  });
  // The walk ends with the last row: what follows it is the last model's to say.
  const ahead = predictRegimes(lastRow(filtered), refits[refits.length - 1].model.transition, 1);
  tomorrow.forEach((column, k) => {
    column[rows - 1] = ahead.columns[k][0];
  });
  return tomorrow;
}

function lastRow({ rows, columns }: RegimeProbabilities): RegimeProbabilities {
  return { rows: 1, columns: columns.map((column) => column.slice(rows - 1)) };
}

function calmFigures(calm: CalmReport | undefined) {
  if (calm === undefined) return undefined;
  const { switchesBefore, removed, meanDelayDays } = calm;
  return { switchesBefore, removed, meanDelayDays };
}

/** What a label was worth: the returns that followed it. */
function volNextDay(close: Float64Array, labels: Int32Array, regime: number): number {
  let squares = 0;
  let days = 0;
  for (let t = 0; t + 1 < labels.length; t++) {
    if (labels[t] !== regime) continue;
    squares += Math.log(close[t + 1] / close[t]) ** 2;
    days++;
  }
  return Math.sqrt((tradingDaysPerYear * squares) / days);
}
