import * as Plot from '@observablehq/plot';
import type { BacktestRun, DetectorResult } from '../../backtest/results.ts';
import { downsampleNote } from '../downsample.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { type Html, html } from '../html.ts';
import { regimeColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { type PriceByRegime, plotPriceByRegime, pointLimit } from '../price-by-regime.ts';
import { regimeName } from '../regime-names.ts';
import type { ReportSection } from './section.ts';

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
    draw: (frame) => drawPrice({ ...shown, labels, states: states.length, from }, daily.evaluatedFrom, frame),
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

function drawPrice(price: PriceByRegime, evaluatedFrom: number, frame: Frame): PlotOptions {
  const { dates, from } = price;
  const evaluated = evaluatedFrom > from && evaluatedFrom < dates.length ? [new Date(dates[evaluatedFrom])] : [];
  const rules = evaluated.map((date) => Plot.ruleX([date], { strokeDasharray: '3 3', strokeOpacity: 0.6 }));
  return plotPriceByRegime(price, frame, frame.narrow ? 230 : 300, rules);
}
