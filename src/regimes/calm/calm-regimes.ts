import type { RegimeProbabilities } from '../detector.ts';
import { mostProbable } from '../most-probable.ts';
import { type CalmReport, reportCalm } from './calm-report.ts';
import { calmRows } from './calm-rows.ts';
import type { CalmRule } from './calm-rule.ts';

export interface CalmedRegimes {
  /** As `calmRows` gives them: all weight on the label where a rule acts on labels, else the smoothed ones. */
  readonly probabilities: RegimeProbabilities;
  readonly labels: Int32Array;
  readonly report: CalmReport;
}

/**
 * Calms filtered probabilities by rules; row t depends on rows 0..t alone. Rules that act on probabilities (`persistence`)
 * come first, in the order of the list. The label then changes to the most probable regime when all rules that act on labels
 * (`minimumDwell`, `hysteresis`, `probabilityThreshold`) allow it on the same row, whatever their order.
 *
 * @throws RangeError when `rules` is empty
 * @example
 * const { labels, report } = calmRegimes(model.filter(features), [persistence({ halfLifeDays: 3 }), minimumDwell(5)]);
 * report.removed; // switches spared
 * report.meanDelayDays; // what that cost
 */
export function calmRegimes(probabilities: RegimeProbabilities, rules: readonly CalmRule[]): CalmedRegimes {
  const calmed = calmColumns(probabilities, rules);
  const labels = mostProbable(calmed);
  return { probabilities: calmed, labels, report: reportCalm(mostProbable(probabilities), labels) };
}

/**
 * The calmed probabilities alone.
 *
 * @param from row at which the rules begin; the rows before hold `shares`
 */
export function calmColumns(
  { rows, columns }: RegimeProbabilities,
  rules: readonly CalmRule[],
  from = 0,
  shares: readonly number[] = [],
): RegimeProbabilities {
  const calm = calmRows(rules, columns.length);
  const calmed = columns.map((_, k) => new Float64Array(rows).fill(shares[k] ?? 0, 0, from));
  const row = new Float64Array(columns.length);
  for (let t = from; t < rows; t++) {
    for (let k = 0; k < columns.length; k++) row[k] = columns[k][t];
    const now = calm.next(row);
    for (let k = 0; k < columns.length; k++) calmed[k][t] = now[k];
  }
  return { rows, columns: calmed };
}
