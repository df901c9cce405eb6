import { type FeatureMatrix, sliceFeatures } from '../market/features.ts';
import { InputError } from '../support/input-error.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { alignRegimes } from './align.ts';
import { predictStates } from './chain/forward-backward.ts';
import type { RegimeDetector, RegimeModel, RegimeProbabilities } from './detector.ts';

export interface WalkRegimesOptions extends SeededCallOptions {
  /** Daily log returns, one for each row of features, NaN where there is none. */
  readonly returns: Float64Array;
  /** Rows of the first fit; 1000 by default. */
  readonly firstFitRows?: number;
  /** Rows from one refit to the next; 252 by default. */
  readonly refitEveryRows?: number;
  /** Rows fitted on at most, the last ones; all of them by default. */
  readonly windowRows?: number;
}

/** A model of the walk and the row at whose close it was fitted. */
export interface RegimeRefit {
  readonly row: number;
  readonly model: RegimeModel;
  /** Share of the fitted rows that the refit before labels alike; 1 at the first. */
  readonly agreement: number;
}

/** What a detector would have said day by day. Rows before the first fit hold NaN. */
export interface WalkedRegimes {
  /** Row t: P(regime at t | rows 0..t), by a model fitted on rows 0..t or fewer. */
  readonly filtered: RegimeProbabilities;
  /** Row t: P(regime at t | rows 0..t − 1), by a model fitted on rows 0..t − 1 or fewer. */
  readonly predicted: RegimeProbabilities;
  readonly refits: readonly RegimeRefit[];
}

/**
 * Walks a detector forward through history: fitted on the first rows, refitted every so many, each refit begun from the
 * one before among its other starting points. Row t of what is returned depends on rows 0..t alone. Regimes keep
 * their order by variance at every refit.
 *
 * @throws InputError when there are fewer rows than the first fit takes; RangeError when `returns` has another length
 * @example
 * const { filtered } = walkRegimes(createHmmDetector({ states: 2, features: ['return'] }), features, { returns, seed: 7 });
 */
export function walkRegimes(
  detector: RegimeDetector,
  features: FeatureMatrix,
  { returns, seed, firstFitRows = 1000, refitEveryRows = 252, windowRows, signal, onProgress }: WalkRegimesOptions,
): WalkedRegimes {
  requireCount('firstFitRows', firstFitRows);
  requireCount('refitEveryRows', refitEveryRows);
  if (windowRows !== undefined) requireCount('windowRows', windowRows);
  const { rows } = features;
  if (returns.length !== rows) {
    throw new RangeError(`returns has ${returns.length} values: expected one for each of ${rows} rows of features`);
  }
  if (rows < firstFitRows) {
    throw new InputError(
      `${rows} rows of features: expected at least ${firstFitRows}, those of the first fit; give a longer history or a shorter first fit`,
    );
  }
  const empty = (): RegimeProbabilities => ({
    rows,
    columns: Array.from({ length: detector.states }, () => new Float64Array(rows).fill(Number.NaN)),
  });
  const filtered = empty();
  const predicted = empty();
  const refits: RegimeRefit[] = [];
  const fitRows: number[] = [];
  for (let row = firstFitRows - 1; row < rows; row += refitEveryRows) fitRows.push(row);
  fitRows.forEach((row, index) => {
    signal?.throwIfAborted();
    const report = (share: number) =>
      onProgress?.({
        label: `${detector.name}, ${detector.states} regimes: refit ${index + 1} of ${fitRows.length}`,
        done: Math.round(100 * (index + share)),
        total: 100 * fitRows.length,
      });
    report(0);
    const from = firstRowOf(row, windowRows);
    const past = sliceFeatures(features, from, row + 1);
    const before = refits.at(-1)?.model;
    const model = detector.fit(past, {
      seed,
      signal,
      returns: returns.slice(from, row + 1),
      previous: before,
      onProgress: ({ done, total }) => report(done / total),
    });
    refits.push({
      row,
      model,
      agreement: before === undefined ? 1 : alignRegimes(before, model, past).agreementAsFitted,
    });
    const until = Math.min(rows, row + refitEveryRows);
    const said = model.filter(sliceFeatures(features, from, until)).columns;
    const now = new Float64Array(detector.states);
    const next = new Float64Array(detector.states);
    const transition = Float64Array.from(model.transition.flatMap((line) => [...line]));
    for (let t = row; t < until; t++) {
      said.forEach((column, k) => {
        now[k] = column[t - from];
        filtered.columns[k][t] = now[k];
      });
      if (t + 1 === rows) break;
      predictStates(transition, now, next);
      for (let k = 0; k < next.length; k++) predicted.columns[k][t + 1] = next[k];
    }
  });
  onProgress?.({
    label: `${detector.name}, ${detector.states} regimes`,
    done: 100 * fitRows.length,
    total: 100 * fitRows.length,
  });
  return { filtered, predicted, refits };
}

/** First row of a fit at the close of `row`. */
export function firstRowOf(row: number, windowRows: number | undefined): number {
  return windowRows === undefined ? 0 : Math.max(0, row + 1 - windowRows);
}
