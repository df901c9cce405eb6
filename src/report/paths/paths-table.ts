import Table from 'cli-table3';
import { blankBorders } from '../blank-borders.ts';
import { formatNumber, formatPercent } from '../format.ts';
import type { StepMoments } from './path-moments.ts';

/** The moments of drawn prices as text for a terminal of 80 columns. */
export function renderMomentTable(rows: readonly StepMoments[], volUnit: 'lognormal' | 'normal'): string {
  const table = new Table({
    head: ['step', 'years', 'mean', '± s.e.', 'vol', 'skew', 'kurt', 'least', 'most', 'implied'],
    colAligns: Array.from({ length: 10 }, () => 'right' as const),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: { ...blankBorders },
  });
  table.push(
    ...rows.map((row) => [
      String(row.step),
      formatNumber(row.years, 3),
      formatNumber(row.meanGrowth, 5),
      formatNumber(row.meanGrowthError, 5),
      formatPercent(row.volAnnual, 2),
      formatNumber(row.skewness, 3),
      formatNumber(row.excessKurtosis, 2),
      formatNumber(row.smallest, 2),
      formatNumber(row.largest, 2),
      volUnit === 'lognormal' ? formatPercent(row.meanImpliedVol, 2) : formatNumber(row.meanImpliedVol, 3),
    ]),
  );
  const moves = volUnit === 'lognormal' ? 'log S/S₀' : 'S/S₀ − 1';
  const notes = [
    `mean of S/S₀ with its standard error; volatility a year, skewness and excess`,
    `kurtosis of ${moves}; least and most S (100 at writing); mean implied vol`,
  ];
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\n${notes.join('\n')}`;
}
