import type { LabelRule } from './calm-rule.ts';

/** Turns probabilities into labels row by row. */
export interface HeldLabel {
  /** The label of the next row, given its probabilities (one per regime); −1 as long as no row has had any. */
  next(probabilities: ArrayLike<number>): number;
}

/**
 * A label that gives way to the row's most probable regime (the lower of equals) when every rule allows it, and starts with
 * the most probable one of the first row that has probabilities. A row without them (NaN) changes nothing. Constant time a
 * row.
 *
 * @param initial label held up to the first row; it may be left at once
 */
export function holdLabel(rules: readonly LabelRule[], initial = -1): HeldLabel {
  let label = initial;
  let heldDays = Number.POSITIVE_INFINITY;

  function next(probabilities: ArrayLike<number>): number {
    let likeliest = 0;
    for (let k = 1; k < probabilities.length; k++) if (probabilities[k] > probabilities[likeliest]) likeliest = k;
    if (likeliest !== label && mayChange(likeliest, probabilities)) {
      label = likeliest;
      heldDays = 0;
    }
    heldDays++;
    return label;
  }

  function mayChange(wanted: number, probabilities: ArrayLike<number>): boolean {
    if (Number.isNaN(probabilities[wanted])) return false;
    if (label < 0) return true;
    for (const rule of rules) if (!rule.allows(label, wanted, heldDays, probabilities)) return false;
    return true;
  }

  return { next };
}
