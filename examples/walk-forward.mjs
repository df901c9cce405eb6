// The whole comparison from a script: a short span, little training, and the table.
import { renderComparisonTable, runBacktest } from 'regime-hedge';

const run = await runBacktest(
  {
    data: { from: '2018-06-01', to: '2019-06-30' },
    walkForward: { window: 'rolling', rollingYears: 4, signalYears: 2, firstFitYears: 4 },
    regimes: { states: 2, restarts: 3 },
    forecast: { lstm: { epochs: 5, ensemble: 1 } },
    policies: { deep: { steps: 100, paths: 512 } },
    bootstrap: { draws: 200 },
  },
  { threads: 2 },
);
console.log(renderComparisonTable(run.results));
