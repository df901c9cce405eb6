import { expect, it } from 'vitest';
import {
  applyDirectRegression,
  type ClipMultiples,
  fitDirectRegression,
} from '../../src/forecast/har/direct-regression.ts';
import { forwardMean } from '../../src/forecast/variance-windows.ts';
import { logReturns } from '../../src/market/bars.ts';
import { dailyVariance } from '../../src/market/daily-variance.ts';
import { rollingMean } from '../../src/market/features/rolling.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';

/** Row 1507 is 2005-12-30: the first target is that of 2006-01-03. */
const FIRST_ORIGIN = 1507;
const REFIT_ROWS = 22;
/** Regressors before this row are left out of every fit. */
const FIRST_FITTED = 23;
const WINDOWS = [1, 5, 22];

// Out of sample on the bundled S&P 500, Parkinson variances in %²: refitted every 22 rows on all rows whose targets are over.
// Levels are held within the targets fitted; logs are corrected by exp(s²/2) and not clipped, which March 2020 punishes.
it.each([
  [1, 3597, [0.41416313281, 5.0500519192], [0.41614364116, 5.1730335951], [0.40381309741, 144.3071471099]],
  [5, 3593, [0.23595843713, 3.1355882133], [0.23715116803, 2.9820606394], [0.22516871206, 22.4777962214]],
  [22, 3576, [0.3186246961, 3.1224412087], [0.32302513424, 2.9684125486], [0.31361238793, 4.6287187242]],
])('forecasts %i days ahead as an independent program did', async (days, count, har, logHar, leverage) => {
  const { bars } = await readBars(bundledBarsPath());
  expect(bars.dates[FIRST_ORIGIN]).toBe('2005-12-30');
  const variance = dailyVariance(bars, 'parkinson').map((value) => 1e4 * value);
  const means = WINDOWS.map((window) => rollingMean(variance, window));
  const logs = means.map((mean) => mean.map(Math.log));
  const falls = logReturns(bars).map((value) => Math.min(value, 0));
  const downside = WINDOWS.map((window) => rollingMean(falls, window));
  const models = [
    { regressors: means, transform: 'level', clip: { low: 1, high: 1 }, expected: har },
    { regressors: logs, transform: 'log', clip: null, expected: logHar },
    { regressors: [...logs, ...downside], transform: 'log', clip: null, expected: leverage },
  ] as const;
  for (const { regressors, transform, clip, expected } of models) {
    const { rows, qlike, mse } = walk(variance, regressors, { days, transform, clip });
    expect(rows).toBe(count);
    expect(qlike).toBeCloseTo(expected[0], 10);
    expect(mse / expected[1]).toBeCloseTo(1, 9);
  }
});

interface WalkSettings {
  readonly days: number;
  readonly transform: 'level' | 'log';
  readonly clip: ClipMultiples | null;
}

/** QLIKE and mean squared error of the mean variance over the next days, refitted as time goes on. */
function walk(
  variance: Float64Array,
  regressors: readonly Float64Array[],
  { days, transform, clip }: WalkSettings,
): { readonly rows: number; readonly qlike: number; readonly mse: number } {
  const usable = regressors.map((column) => column.map((value, t) => (t < FIRST_FITTED ? Number.NaN : value)));
  const target = forwardMean(variance, days);
  let rows = 0;
  let qlike = 0;
  let square = 0;
  for (let from = FIRST_ORIGIN; from < variance.length - days; from += REFIT_ROWS) {
    const past = usable.map((column) => column.slice(0, from + 1));
    const options = { gridDays: [days], transform, bias: 'normal', clip } as const;
    const fit = fitDirectRegression(variance.slice(0, from + 1), past, options);
    const to = Math.min(from + REFIT_ROWS, variance.length - days);
    const next = usable.map((column) => column.slice(from, to));
    applyDirectRegression(fit, next, to - from)[0].forEach((forecast, i) => {
      const ratio = target[from + i] / forecast;
      qlike += ratio - Math.log(ratio) - 1;
      square += (target[from + i] - forecast) ** 2;
      rows++;
    });
  }
  return { rows, qlike: qlike / rows, mse: square / rows };
}
