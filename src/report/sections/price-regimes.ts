import * as Plot from '@observablehq/plot';
import type { BacktestRun, DetectorResult } from '../../backtest/results.ts';
import { downsampleNote, downsampleRows } from '../downsample.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { type Html, html } from '../html.ts';
import { regimeColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { regimeName } from '../regime-names.ts';
import type { ReportSection } from './section.ts';

const pointLimit = 1500;
const phonePointLimit = 600;

/** The price, coloured by the regime that each detector saw at the time. */
export const priceRegimesSection: ReportSection = {
  id: 'regimes',
  title: 'Price by filtered regime',
  render(run) {
    const detectors = run.results.regimes.filter(({ name }) => run.daily.regimes[name] !== undefined);
    if (detectors.length === 0) return null;
    const evaluated = run.bars.dates[run.daily.evaluatedFrom];
    return html`<p class="note before">Each day wears the regime that was most probable at its close, from that day’s and earlier rows
alone; nothing was recoloured afterwards. The strip under the price repeats the colours${
      evaluated === undefined ? null : `, and evaluation starts at the dashed line (${evaluated})`
    }. Regimes order days by volatility: they do not foretell the direction of the price.</p>
${detectors.map((detector) => regimeFigure(run, detector))}`;
  },
};

function regimeFigure({ bars, daily, results }: BacktestRun, detector: DetectorResult): Html {
  const { name, states, switches, alignment, disputedRefits } = detector;
  const labels = daily.regimes[name];
  const first = labels.findIndex((regime) => regime >= 0);
  const from = Math.max(0, first);
  const rows = bars.dates.length - from;
  // Futures that settled below 0 were read with a shift: shown is what they were traded at.
  const { priceShift } = results.manifest.config.data;
  const shown = priceShift === 0 ? bars : { ...bars, close: bars.close.map((price) => price - priceShift) };
  return renderFigure({
    title: `Close, coloured by the regime of ${name}`,
    label: `Price over time coloured by the filtered regime of ${name}: ${states
      .map(
        ({ regime, volAnnual, share }) =>
          `regime ${regime} has volatility ${formatPercent(volAnnual)} and ${formatPercent(share, 0)} of days`,
      )
      .join('; ')}`,
    key: regimeKey(detector),
    caption: `${formatNumber(switches, 0)} changes of regime over the evaluated days; the labels of successive refits agree on at least ${formatPercent(alignment)} of their common rows${disputedWords(disputedRefits)}.${downsampleNote(rows, pointLimit)}`,
    draw: (frame) => drawPrice(shown, labels, states.length, from, daily.evaluatedFrom, frame),
  });
}

/** Refits whose regimes, ordered by variance, would match the refit before better in another order. */
function disputedWords(refits: number): string {
  if (!(refits > 0)) return '';
  return `, but at ${refits === 1 ? 'one refit' : `${formatNumber(refits, 0)} refits`} another matching of the regimes would agree better`;
}

function regimeKey({ states }: DetectorResult): Html {
  return html`<ul class="key">${states.map(
    ({ regime, volAnnual, share }) =>
      html`<li><span class="swatch" style="background:${regimeColour(regime, states.length)}"></span>regime ${regimeName(
        regime,
        states.length,
      )}: volatility ${formatPercent(volAnnual)}, ${formatPercent(share, 0)} of days</li>`,
  )}</ul>`;
}

function drawPrice(
  { dates, close }: BacktestRun['bars'],
  labels: Int32Array,
  states: number,
  from: number,
  evaluatedFrom: number,
  { width, narrow }: Frame,
): PlotOptions {
  const rows = downsampleRows(from, dates.length, narrow ? phonePointLimit : pointLimit);
  const points = Array.from(rows, (row) => ({
    date: new Date(dates[row]),
    close: close[row],
    colour: regimeColour(labels[row], states),
  }));
  const prices = points.map((point) => point.close);
  const log = Math.min(...prices) > 0 && Math.max(...prices) / Math.min(...prices) > 2;
  const height = narrow ? 230 : 300;
  const evaluated = evaluatedFrom > from && evaluatedFrom < dates.length ? [new Date(dates[evaluatedFrom])] : [];
  return {
    width,
    height,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 22,
    marginBottom: 26,
    x: { type: 'utc', label: null, ticks: narrow ? 5 : 10, insetLeft: 2, insetRight: 2 },
    y: {
      type: log ? 'log' : 'linear',
      label: log ? 'Close (log scale)' : 'Close',
      labelArrow: 'none',
      grid: true,
      ticks: log ? logTicks(Math.min(...prices), Math.max(...prices)) : 5,
      tickFormat: (price: number) => formatNumber(price, Math.max(...prices) < 10 ? 2 : 0),
      insetBottom: 8,
    },
    marks: [
      ...evaluated.map((date) => Plot.ruleX([date], { strokeDasharray: '3 3', strokeOpacity: 0.6 })),
      Plot.line(points, { x: 'date', y: 'close', stroke: 'colour', z: null, strokeWidth: narrow ? 1.2 : 1.4 }),
      Plot.rectX(colourRuns(points), { x1: 'from', x2: 'to', fill: 'colour', insetTop: height - 48 - 7 }),
      Plot.axisX({ label: null, ticks: narrow ? 5 : 10 }),
    ],
  };
}

/** Stretches of equal colour, each reaching to the start of the next. */
function colourRuns(points: readonly { readonly date: Date; readonly colour: string }[]) {
  const runs: { from: Date; to: Date; colour: string }[] = [];
  for (const { date, colour } of points) {
    const last = runs.at(-1);
    if (last !== undefined) last.to = date;
    if (last?.colour !== colour) runs.push({ from: date, to: date, colour });
  }
  return runs;
}

/** Round prices on a log axis, about a factor of 1.5 apart. */
function logTicks(low: number, high: number): number[] {
  const steps = high / low > 20 ? [1, 2, 5] : [1, 1.5, 2, 3, 5, 7];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of steps) ticks.push(step * 10 ** power);
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
