import type { RegimeProbabilities } from './detector.ts';

export interface SwitchGuardOptions {
  /** Rows a regime is held at least before it may be left; 0 and 1 hold none back. */
  readonly minimumDwellDays: number;
  /** Probability the new regime must reach, in [0, 1]. */
  readonly probabilityThreshold: number;
  /** Regime held up to the first row, which may be left at once; without it the first row's most probable one is taken. */
  readonly initial?: number;
}

/** Turns probabilities into labels row by row, without flicker. */
export interface SwitchGuard {
  /** The label of the next row, given its probabilities (one per regime). */
  next(probabilities: ArrayLike<number>): number;
}

/**
 * A guard against flickering regimes: the label changes to the row's most probable regime only when that regime's
 * probability reaches the threshold and the present label was held for the minimum dwell. It sees the past alone.
 *
 * @throws RangeError on a dwell that is no whole number >= 0, a threshold outside [0, 1] or an `initial` below 0
 */
export function createSwitchGuard({
  minimumDwellDays,
  probabilityThreshold,
  initial,
}: SwitchGuardOptions): SwitchGuard {
  if (!Number.isInteger(minimumDwellDays) || minimumDwellDays < 0) {
    throw new RangeError(`minimumDwellDays is ${minimumDwellDays}: expected a whole number >= 0`);
  }
  if (!(probabilityThreshold >= 0 && probabilityThreshold <= 1)) {
    throw new RangeError(`probabilityThreshold is ${probabilityThreshold}: expected a number from 0 to 1`);
  }
  if (initial !== undefined && (!Number.isInteger(initial) || initial < 0)) {
    throw new RangeError(`initial is ${initial}: expected the number of a regime, >= 0`);
  }
  let label = initial ?? -1;
  let held = Number.POSITIVE_INFINITY;

  function next(probabilities: ArrayLike<number>): number {
    let likeliest = 0;
    for (let k = 1; k < probabilities.length; k++) if (probabilities[k] > probabilities[likeliest]) likeliest = k;
    const allowed = held >= minimumDwellDays && probabilities[likeliest] >= probabilityThreshold;
    if (label < 0 || (likeliest !== label && allowed)) {
      label = likeliest;
      held = 0;
    }
    held++;
    return label;
  }

  return { next };
}

/**
 * The labels of all rows under a switch guard; row t depends on rows 0..t alone.
 *
 * @example
 * guardSwitches(model.filter(features), { minimumDwellDays: 5, probabilityThreshold: 0.7 });
 */
export function guardSwitches({ rows, columns }: RegimeProbabilities, options: SwitchGuardOptions): Int32Array {
  const guard = createSwitchGuard(options);
  const labels = new Int32Array(rows);
  const row = new Float64Array(columns.length);
  for (let t = 0; t < rows; t++) {
    for (let k = 0; k < columns.length; k++) row[k] = columns[k][t];
    labels[t] = guard.next(row);
  }
  return labels;
}
