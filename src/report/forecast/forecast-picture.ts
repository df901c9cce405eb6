import * as Plot from '@observablehq/plot';
import { qlikeOrNone } from '../../forecast/comparison/score-forecast.ts';
import { downsampleRows } from '../downsample.ts';
import type { Frame } from '../figure.ts';
import { formatNumber } from '../format.ts';
import { forecasterColours, inlineColours } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { dayMargins, phonePointLimit, pointLimit } from '../price-by-regime.ts';
import { chartBlock, type LegendItem, legendBlock, type SvgDrawing, textBlock, twoWidthSvg } from '../stacked-svg.ts';
import { wrapText } from '../wrap-text.ts';
import { toVolAnnual } from './forecast-results.ts';
import type { ForecastRun } from './forecast-run.ts';
import { inDays } from './forecast-text.ts';

const realisedColour = '#767b84';
const bandColour = '#9cc7ea';

/**
 * A picture of a comparison as an SVG file of its own, at the longest horizon: what the chosen forecast said at each close, with
 * its interval, over the volatility that followed; below, the running sum of every forecast's QLIKE less that of the first
 * that they are tested against, which falls while a forecast is the better one. It has a drawing for narrow windows too.
 *
 * @param title what is above the picture: 'Bundled S&P 500: 6 forecasters, 1, 5 and 22 days ahead'
 */
export function renderForecastPicture(run: ForecastRun, title: string): string {
  const wide = draw(run, title, { width: 1000, narrow: false });
  const narrow = draw(run, title, { width: 356, narrow: true });
  return inlineColours(twoWidthSvg(wide, narrow, `${title}: forecast and realised volatility`), 'light');
}

function draw(run: ForecastRun, title: string, frame: Frame): SvgDrawing {
  const { table, from, chosen, against, intervals } = run;
  const characters = frame.narrow ? 54 : 150;
  const h = table.horizonDays.length - 1;
  const span = inDays(table.horizonDays[h]);
  const next = table.horizonDays[h] === 1 ? 'day' : span;
  const rows = table.dates.length - from;
  const drawn = rows <= limitOf(frame) ? '' : ` Drawn at one day in ${formatNumber(rows / limitOf(frame), 1)}.`;
  const level = formatNumber(100 * intervals.level, 0);
  const wrapped = (text: string) => textBlock(wrapText(text, characters).split('\n'), { fontSize: 11 });
  const names = Object.keys(table.forecasts).filter((name) => name !== against[0]);
  const colours = forecasterColours(Object.keys(table.forecasts));
  const colourOf = (name: string) => colours[Object.keys(table.forecasts).indexOf(name)];
  return {
    width: frame.width,
    blocks: [
      textBlock(wrapText(title, Math.floor(0.75 * characters)).split('\n'), { fontSize: 14, bold: true }),
      wrapped(
        `Volatility over the next ${next} as forecast at each close, out of sample, and as it then was: drawn at the day of the forecast, known ${span} later.${drawn}`,
      ),
      legendBlock(
        [
          { swatch: lineSwatch(colourOf(chosen.forecaster)), text: `forecast by ${chosen.forecaster}` },
          { swatch: `<rect width="10" height="10" y="-9" fill="${bandColour}"/>`, text: `${level} % interval` },
          { swatch: lineSwatch(realisedColour), text: 'realised' },
        ],
        frame.width,
      ),
      chartBlock(volOptions(run, h, colourOf(chosen.forecaster), frame), 'forecast and realised volatility'),
      wrapped(
        `Running sum of QLIKE less that of ${against[0]}, ${span} ahead: a line falls while its forecast is better, and ends below 0 where it was better on the whole.`,
      ),
      legendBlock(
        names.map((name): LegendItem => ({ swatch: lineSwatch(colourOf(name)), text: name })),
        frame.width,
      ),
      chartBlock(lossOptions(run, h, names, colourOf, frame), 'running sums of losses'),
    ],
  };
}

function lineSwatch(colour: string): string {
  return `<rect width="11" height="3" y="-5.5" fill="${colour}"/>`;
}

function volOptions(
  { table, from, chosen, intervals }: ForecastRun,
  h: number,
  colour: string,
  frame: Frame,
): PlotOptions {
  const { dates } = table;
  const percent = (variance: number) => 100 * toVolAnnual(variance);
  const [low, high] = intervals.bounds[h];
  const rows = Array.from(downsampleRows(from, dates.length, limitOf(frame)));
  const points = rows.map((row) => ({
    date: new Date(dates[row]),
    realised: percent(table.realised[h][row]),
    forecast: percent(table.forecasts[chosen.forecaster][h][row]),
    low: percent(low[row]),
    high: percent(high[row]),
  }));
  // An interval may reach far above all that was: the picture ends a little above the lines.
  const top = 1.1 * Math.max(...points.flatMap((p) => [p.realised, p.forecast]).filter(Number.isFinite));
  return {
    ...dayAxis(dates, from, frame),
    height: frame.narrow ? 250 : 330,
    y: { label: 'Volatility, % a year', labelArrow: 'none', grid: true, ticks: 5, domain: [0, top] },
    marks: [
      Plot.areaY(
        points.map((point) => ({ ...point, high: Math.min(point.high, top) })),
        { x: 'date', y1: 'low', y2: 'high', fill: bandColour, fillOpacity: 0.5 },
      ),
      Plot.lineY(points, { x: 'date', y: 'realised', stroke: realisedColour, strokeWidth: frame.narrow ? 0.7 : 0.9 }),
      Plot.lineY(points, { x: 'date', y: 'forecast', stroke: colour, strokeWidth: frame.narrow ? 1.1 : 1.4 }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
    ],
  };
}

function lossOptions(
  { table, from, against }: ForecastRun,
  h: number,
  names: readonly string[],
  colourOf: (name: string) => string,
  frame: Frame,
): PlotOptions {
  const { dates, realised, forecasts } = table;
  const rows = Array.from(downsampleRows(from, dates.length - table.horizonDays[h], limitOf(frame)));
  const points = names.flatMap((name) => {
    const sums = runningDifference(realised[h], forecasts[name][h], forecasts[against[0]][h], from);
    return rows.map((row) => ({ name, colour: colourOf(name), date: new Date(dates[row]), sum: sums[row] }));
  });
  return {
    ...dayAxis(dates, from, frame),
    height: frame.narrow ? 200 : 240,
    y: { label: 'Sum of QLIKE differences', labelArrow: 'none', grid: true, ticks: 5 },
    marks: [
      Plot.ruleY([0], { strokeOpacity: 0.6 }),
      Plot.lineY(points, { x: 'date', y: 'sum', z: 'name', stroke: 'colour', strokeWidth: frame.narrow ? 1.1 : 1.4 }),
    ],
  };
}

/** In row t, Σ of QLIKE(forecast) − QLIKE(reference) over rows from..t where both are known and something moved. */
export function runningDifference(
  realised: Float64Array,
  forecast: Float64Array,
  reference: Float64Array,
  from: number,
): Float64Array {
  let sum = 0;
  return realised.map((y, row) => {
    const difference = qlikeOrNone(y, forecast[row]) - qlikeOrNone(y, reference[row]);
    if (row >= from && Number.isFinite(difference)) sum += difference;
    return sum;
  });
}

/** The same days for both charts, which stand above one another. */
function dayAxis(dates: readonly string[], from: number, frame: Frame): PlotOptions {
  return {
    width: frame.width,
    ...dayMargins,
    marginTop: 22,
    marginBottom: 26,
    x: {
      type: 'utc',
      domain: [new Date(dates[from]), new Date(dates[dates.length - 1])],
      label: null,
      ticks: frame.narrow ? 5 : 10,
      insetLeft: 2,
      insetRight: 2,
    },
  };
}

function limitOf({ narrow }: Frame): number {
  return narrow ? phonePointLimit : pointLimit;
}
