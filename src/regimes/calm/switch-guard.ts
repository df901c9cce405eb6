import type { RegimeProbabilities } from '../detector.ts';
import { type HeldLabel, holdLabel } from './hold-label.ts';
import { minimumDwell } from './minimum-dwell.ts';
import { probabilityThreshold as atThreshold } from './probability-threshold.ts';

export interface SwitchGuardOptions {
  /** Rows a regime is held at least before it may be left; 0 and 1 hold none back. */
  readonly minimumDwellDays: number;
  /** Probability the new regime must reach, in [0, 1]. */
  readonly probabilityThreshold: number;
  /** Regime held up to the first row, which may be left at once; without it the first row's most probable one is taken. */
  readonly initial?: number;
}

/** Turns probabilities into labels row by row, without flicker. */
export type SwitchGuard = HeldLabel;

/**
 * A guard against flickering regimes: the label changes to the row's most probable regime only when that regime's
 * probability reaches the threshold and the present label was held for the minimum dwell. It sees the past alone.
 * The rules `minimumDwell` and `probabilityThreshold` together.
 *
 * @throws RangeError on a dwell that is no whole number >= 0, a threshold outside [0, 1] or an `initial` below 0
 */
export function createSwitchGuard({
  minimumDwellDays,
  probabilityThreshold,
  initial,
}: SwitchGuardOptions): SwitchGuard {
  const rules = [minimumDwell(minimumDwellDays), atThreshold(probabilityThreshold)];
  if (initial !== undefined && (!Number.isInteger(initial) || initial < 0)) {
    throw new RangeError(`initial is ${initial}: expected the number of a regime, >= 0`);
  }
  return holdLabel(rules, initial);
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
