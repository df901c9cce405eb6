import type { CalmRule } from './calm-rule.ts';
import { type HeldLabel, holdLabel } from './hold-label.ts';

/** Probabilities made calmer row by row. */
export interface CalmRows {
  /**
   * @param probabilities of the next row, one for each regime
   * @returns the calmed ones, in an array of its own which the next row overwrites
   */
  next(probabilities: ArrayLike<number>): Float64Array;
}

/**
 * The rules as a filter of probabilities that takes one row at a time, in constant time. Rules that act on probabilities come
 * first, in the order of the list; on what they give the label is held until all rules that act on labels allow a change, so
 * the order of these does not matter.
 *
 * The probabilities returned are those that the first kind gives; with a rule of the second kind all weight is on the
 * label held. Rows without probabilities (NaN) before the first that has them stay as they are.
 *
 * @throws RangeError when `rules` is empty
 */
export function calmRows(rules: readonly CalmRule[], states: number): CalmRows {
  requireRules(rules);
  const changes = rules.flatMap((rule) => (rule.acts === 'on probabilities' ? [rule.start(states)] : []));
  const labelRules = rules.filter((rule) => rule.acts === 'on labels');
  const held: HeldLabel | undefined = labelRules.length === 0 ? undefined : holdLabel(labelRules);
  const row = new Float64Array(states);
  return {
    next(probabilities) {
      for (let k = 0; k < states; k++) row[k] = probabilities[k];
      for (const change of changes) change(row);
      if (held === undefined) return row;
      const label = held.next(row);
      if (label < 0) return row;
      row.fill(0);
      row[label] = 1;
      return row;
    },
  };
}

/** Throws a RangeError unless there is a rule. */
export function requireRules(rules: readonly CalmRule[]): void {
  if (rules.length === 0) throw new RangeError('rules is empty: expected at least one, such as minimumDwell(5)');
}
