// Features of bars, of implied volatility, of another asset and of two columns of one's own, as they were known at each
// close. The files are the drawn samples of this folder: run it from the project's root.
import { assembleFeatures, modelledImpliedVol, readBars, readFeatureSources } from 'regime-hedge/market';

const { bars } = await readBars('examples/data/equity.csv');
const files = await readFeatureSources({
  assets: [{ file: 'examples/data/fx.csv' }],
  columns: { spreadBps: { file: 'examples/data/equity-half-spread.csv', lagDays: 1, oldestDays: 14 } },
});
// A quarterly figure, invented, dated by the first day of its quarter: out four weeks after the quarter's end, revised after
// another four.
const growth = {
  dates: ['2019-10-01', '2019-10-01', '2020-01-01'],
  publishedOn: ['2020-01-29', '2020-02-26', '2020-04-29'],
  values: Float64Array.of(1.2, -0.4, -5.1),
};
const sources = {
  ...files,
  // Stands in for quotes, which the samples lack.
  impliedVol: { dates: bars.dates, values: modelledImpliedVol(bars, { lambda: 0.94, premium: 1.1 }) },
  columns: { ...files.columns, growth: { series: growth } },
};

const names = ['logVol21', 'volPremium21', 'correlation63', 'spreadBps', 'growth'];
const { columns } = assembleFeatures(bars, names, sources);
const rows = ['2020-01-28', '2020-01-29', '2020-02-25', '2020-02-26', '2020-04-30'].map((date) => {
  const t = bars.dates.indexOf(date);
  return [date, ...columns.map((column) => column[t].toFixed(2))];
});
const table = [['date', ...names], ...rows].map((cells) =>
  cells
    .map((cell) => cell.padEnd(14))
    .join('')
    .trimEnd(),
);
console.log(table.join('\n'));
