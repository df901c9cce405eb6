import Table from 'cli-table3';
import { blankBorders } from '../blank-borders.ts';
import { formatNumber, formatPercent } from '../format.ts';
import type { StepMoments } from './path-moments.ts';

/** The moments of drawn prices as text for a terminal. */
export function renderMomentTable(rows: readonly StepMoments[], volUnit: 'lognormal' | 'normal'): string {
  const table = new Table({
    head: [
      'step',
      'years',
      'mean S/S₀',
      '± s.e.',
      'vol a year',
      'skewness',
      'ex. kurtosis',
      'least',
      'most',
      'implied vol',
    ],
    colAligns: Array.from({ length: 10 }, () => 'right' as const),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: { ...blankBorders },
  });
  table.push(
    ...rows.map((row) => [
      String(row.step),
      formatNumber(row.years, 4),
      formatNumber(row.meanGrowth, 5),
      formatNumber(row.meanGrowthError, 5),
      formatPercent(row.volAnnual, 2),
      formatNumber(row.skewness, 3),
      formatNumber(row.excessKurtosis, 3),
      formatNumber(row.smallest, 2),
      formatNumber(row.largest, 2),
      volUnit === 'lognormal' ? formatPercent(row.meanImpliedVol, 2) : formatNumber(row.meanImpliedVol, 3),
    ]),
  );
  const moves = volUnit === 'lognormal' ? 'log S/S₀' : 'S/S₀ − 1';
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\nMoments of ${moves} from writing; prices are 100 at writing.`;
}
