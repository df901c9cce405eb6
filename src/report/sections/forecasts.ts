import * as Plot from '@observablehq/plot';
import type { BacktestRun, ForecastResult } from '../../backtest/results.ts';
import { downsampleNote, downsampleRows } from '../downsample.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatNumber } from '../format.ts';
import { type Html, html } from '../html.ts';
import { forecasterColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { renderTable, swatch } from '../table.ts';
import type { ReportSection } from './section.ts';

const pointLimit = 1200;
const phonePointLimit = 500;

/** Forecasts of volatility beside what followed, and their scores. */
export const forecastsSection: ReportSection = {
  id: 'forecasts',
  title: 'Volatility forecasts',
  render(run) {
    const { results, daily } = run;
    const names = Object.keys(daily.forecasts);
    const { tenorDays } = results.manifest.config.contract;
    const rows = daily.evaluatedTo - daily.evaluatedFrom;
    if (names.length === 0 && results.forecast.length === 0) return null;
    const figure =
      names.length === 0 || rows <= 0
        ? null
        : renderFigure({
            title: `Forecast against realised volatility over the coming ${tenorDays} days`,
            caption: `Coloured: the forecast made at each close. Grey: the volatility of the ${tenorDays} days that followed it, drawn at the day of the forecast though it was known only ${tenorDays} days later. A forecast that trails the grey line after a jump is not at fault for that: nobody saw the jump. Neighbouring days share most of their ${tenorDays} days, so there are far fewer independent points than there seem.${downsampleNote(rows, pointLimit)}`,
            draw: (frame) => drawForecasts(run, names, frame),
          });
    return html`${figure}${scoreTable(results.forecast, tenorDays)}`;
  },
};

function drawForecasts({ bars, daily }: BacktestRun, names: readonly string[], { width, narrow }: Frame): PlotOptions {
  const { evaluatedFrom, evaluatedTo, realisedVol, forecasts } = daily;
  const rows = [...downsampleRows(evaluatedFrom, evaluatedTo, narrow ? phonePointLimit : pointLimit)];
  const percent = (value: number) => (Number.isFinite(value) ? 100 * value : Number.NaN);
  const points = names.flatMap((name) =>
    rows.map((row) => ({
      name,
      colour: forecasterColour(name),
      date: new Date(bars.dates[row]),
      forecast: percent(forecasts[name][row]),
      realised: percent(realisedVol[row]),
    })),
  );
  return {
    width,
    height: 50 + names.length * (narrow ? 130 : 150),
    marginLeft: 40,
    marginRight: 12,
    marginTop: 24,
    x: { type: 'utc', label: null },
    y: { label: 'Volatility, % a year', labelArrow: 'none', grid: true, ticks: 4, zero: true },
    fy: { domain: [...names], axis: null, padding: 0.1 },
    marks: [
      Plot.lineY(points, { x: 'date', y: 'realised', fy: 'name', stroke: 'var(--faint)', strokeWidth: 1.5 }),
      Plot.lineY(points, { x: 'date', y: 'forecast', fy: 'name', stroke: 'colour', z: null, strokeWidth: 1.2 }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      Plot.axisX({ label: null, ticks: narrow ? 5 : 10 }),
      Plot.text(names, {
        fy: (name: string) => name,
        text: (name: string) => name,
        frameAnchor: 'top-left',
        dx: 6,
        dy: 4,
        fontWeight: 600,
        stroke: 'var(--page)',
        strokeWidth: 3,
        fill: 'currentColor',
      }),
    ],
  };
}

function scoreTable(forecast: readonly ForecastResult[], tenorDays: number): Html | null {
  if (forecast.length === 0) return null;
  const lowest = (key: 'qlike' | 'mse') => Math.min(...forecast.map((result) => result[key]).filter(Number.isFinite));
  const best = { qlike: lowest('qlike'), mse: lowest('mse') };
  const rows = forecast.map(({ name, qlike, mse, days, dmVersusEwma }) => [
    { text: swatch(name, forecasterColour(name)) },
    { text: formatNumber(qlike, 4), bold: qlike === best.qlike },
    { text: formatNumber(mse, 3), bold: mse === best.mse },
    formatNumber(dmVersusEwma, 2),
    formatNumber(days, 0),
  ]);
  const table = renderTable(
    'Scores of the forecasts',
    [
      { label: 'Forecaster', align: 'text' },
      { label: 'QLIKE', unit: 'lower is better' },
      { label: 'MSE', unit: '(%² a day)²' },
      { label: 'DM against EWMA', unit: 'of QLIKE' },
      { label: 'Days' },
    ],
    rows,
  );
  return html`${table}
<p class="note">Out of sample, on variances over ${tenorDays} days. QLIKE (Patton, 2011) weighs relative errors and so the calm days as
much as the wild ones; the mean squared error is ruled by a few crashes. The Diebold–Mariano statistic is negative where a forecast did
better than EWMA; within ±1.96 the two are not told apart at 95 %.</p>`;
}
