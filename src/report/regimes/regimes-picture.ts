import * as Plot from '@observablehq/plot';
import { downsampleRows } from '../downsample.ts';
import type { Frame } from '../figure.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { inlineColours, regimeColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { dayMargins, phonePointLimit, plotPriceByRegime, pointLimit } from '../price-by-regime.ts';
import { chartBlock, legendBlock, type SvgBlock, type SvgDrawing, textBlock, twoWidthSvg } from '../stacked-svg.ts';
import { wrapText } from '../wrap-text.ts';
import { measureRegimes } from './regime-results.ts';
import type { RegimeRun } from './regime-run.ts';

/**
 * A picture of a walk as an SVG file of its own: the close from the first fit on, coloured by the regime as known that day,
 * with a mark at every change, over the probabilities of the regimes, with a tick at every refit. Nothing was recoloured
 * afterwards. It has a drawing for narrow windows too.
 *
 * @param title what is above the picture: 'Bundled S&P 500: hmm, 3 regimes'
 */
export function renderRegimesPicture(run: RegimeRun, title: string): string {
  const wide = draw(run, title, { width: 1000, narrow: false });
  const narrow = draw(run, title, { width: 356, narrow: true });
  return inlineColours(twoWidthSvg(wide, narrow, `${title}: close by regime, and probabilities`), 'light');
}

function draw(run: RegimeRun, title: string, frame: Frame): SvgDrawing {
  const { dates, walked } = run;
  const from = walked.refits[0].row;
  const rows = dates.length - from;
  const columns = frame.narrow ? 54 : 150;
  const drawn = rows <= limitOf(frame) ? '' : `; drawn at one day in ${formatNumber(rows / limitOf(frame), 1)}`;
  const about = `Each day wears the regime most probable at its close, out of sample; nothing was recoloured afterwards${drawn}.`;
  return {
    width: frame.width,
    blocks: [
      textBlock(wrapText(title, Math.floor(0.75 * columns)).split('\n'), { fontSize: 14, bold: true }),
      textBlock(wrapText(about, columns).split('\n'), { fontSize: 11 }),
      legend(run, frame),
      chartBlock(priceOptions(run, frame), 'close by regime'),
      textBlock(
        [frame.narrow ? 'P(regime), ticks: refits' : 'Probability of each regime at the close; ticks: refits'],
        {
          fontSize: 11,
        },
      ),
      chartBlock(probabilityOptions(run, frame), 'probabilities of the regimes'),
    ],
  };
}

function priceOptions({ dates, close, labels, walked }: RegimeRun, frame: Frame): PlotOptions {
  const states = walked.filtered.columns.length;
  const from = walked.refits[0].row;
  const price = { dates, close, labels, states, from };
  const options = plotPriceByRegime(price, frame, frame.narrow ? 260 : 340);
  const changes = Array.from(labels.keys()).filter((row) => row > from && labels[row] !== labels[row - 1]);
  const marks = Plot.dot(
    changes.map((row) => ({
      date: new Date(dates[row]),
      close: close[row],
      colour: regimeColour(labels[row], states),
    })),
    {
      x: 'date',
      y: 'close',
      fill: 'colour',
      r: frame.narrow ? 1.6 : 2.2,
      stroke: '#fff',
      strokeWidth: frame.narrow ? 0 : 0.6,
    },
  );
  return { ...options, marks: [...(options.marks ?? []), marks] };
}

function probabilityOptions({ dates, walked }: RegimeRun, frame: Frame): PlotOptions {
  const { filtered, refits } = walked;
  const states = filtered.columns.length;
  const rows = downsampleRows(refits[0].row, dates.length, limitOf(frame));
  const height = frame.narrow ? 120 : 150;
  const margins = { ...dayMargins, marginTop: 6, marginBottom: 24 };
  const layers = filtered.columns.map((_, regime) => {
    const points = Array.from(rows, (row) => {
      const below = filtered.columns.slice(0, regime).reduce((sum, column) => sum + column[row], 0);
      return { date: new Date(dates[row]), low: below, high: Math.min(1, below + filtered.columns[regime][row]) };
    });
    return Plot.areaY(points, { x: 'date', y1: 'low', y2: 'high', fill: regimeColour(regime, states) });
  });
  return {
    ...frame,
    ...margins,
    height,
    x: { type: 'utc', label: null, ticks: frame.narrow ? 5 : 10, insetLeft: 2, insetRight: 2 },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: (share: number) => formatPercent(share, 0), label: null },
    marks: [
      ...layers,
      Plot.ruleX(
        refits.map(({ row }) => new Date(dates[row])),
        { stroke: '#222', strokeWidth: 1, insetBottom: height - margins.marginTop - margins.marginBottom - 8 },
      ),
    ],
  };
}

/** Swatches with the figures of the days that are drawn, in as many lines as they need. */
function legend(run: RegimeRun, { width }: Frame): SvgBlock {
  const { regimes } = measureRegimes(run);
  const items = [
    ...regimes.map(({ regime, name, outOfSample: { share, volNextDayAnnual } }) => ({
      swatch: `<rect width="10" height="10" y="-9" rx="2" fill="${regimeColour(regime, regimes.length)}"/>`,
      text: `${name}: ${formatPercent(share, 0)} of days, next-day vol ${formatPercent(volNextDayAnnual)}`,
    })),
    { swatch: '<circle cx="5" cy="-4" r="2.6"/>', text: 'change of regime' },
  ];
  return legendBlock(items, width);
}

function limitOf({ narrow }: Frame): number {
  return narrow ? phonePointLimit : pointLimit;
}
