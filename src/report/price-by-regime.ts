import * as Plot from '@observablehq/plot';
import { downsampleRows } from './downsample.ts';
import type { Frame } from './figure.ts';
import { formatNumber } from './format.ts';
import { regimeColour } from './palette.ts';
import type { PlotOptions } from './plot-svg.ts';

/** A price and the regime of each of its days. */
export interface PriceByRegime {
  readonly dates: readonly string[];
  readonly close: Float64Array;
  readonly labels: Int32Array;
  readonly states: number;
  /** First row drawn. */
  readonly from: number;
}

/** More points than this cannot be told apart; fewer on a phone. */
export const pointLimit = 1500;
export const phonePointLimit = 600;

/** Margins that charts above one another share, so that their days stand above one another too. */
export const dayMargins = { marginLeft: 48, marginRight: 12 } as const;
const margins = { top: 22, bottom: 26 } as const;
const stripHeight = 7;

/**
 * The price as a line that wears each day's regime, over a strip of the same colours; on a log scale where it more than
 * doubles.
 *
 * @param height in pixels
 * @param marks drawn under the price
 */
export function plotPriceByRegime(
  { dates, close, labels, states, from }: PriceByRegime,
  { width, narrow }: Frame,
  height: number,
  marks: readonly Plot.Markish[] = [],
): PlotOptions {
  const rows = downsampleRows(from, dates.length, narrow ? phonePointLimit : pointLimit);
  const points = Array.from(rows, (row) => ({
    date: new Date(dates[row]),
    close: close[row],
    colour: regimeColour(labels[row], states),
  }));
  const prices = points.map((point) => point.close);
  const log = Math.min(...prices) > 0 && Math.max(...prices) / Math.min(...prices) > 2;
  return {
    width,
    height,
    ...dayMargins,
    marginTop: margins.top,
    marginBottom: margins.bottom,
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
      ...marks,
      Plot.line(points, { x: 'date', y: 'close', stroke: 'colour', z: null, strokeWidth: narrow ? 1.2 : 1.4 }),
      Plot.rectX(colourRuns(points), {
        x1: 'from',
        x2: 'to',
        fill: 'colour',
        insetTop: height - margins.top - margins.bottom - stripHeight,
      }),
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
