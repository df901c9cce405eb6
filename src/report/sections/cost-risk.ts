import * as Plot from '@observablehq/plot';
import type { PolicyResult } from '../../backtest/results.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatNumber } from '../format.ts';
import { html } from '../html.ts';
import { policyColour } from '../palette.ts';
import { placeLabels } from '../place-labels.ts';
import type { PlotOptions } from '../plot-svg.ts';
import type { ReportSection } from './section.ts';

interface RiskAxis {
  readonly key: 'sd' | 'cvar95';
  readonly name: string;
}

const axes: readonly RiskAxis[] = [
  { key: 'sd', name: 'Standard deviation' },
  { key: 'cvar95', name: 'CVaR 95 %' },
];

/** What each policy pays in costs and what risk that leaves. */
export const costRiskSection: ReportSection = {
  id: 'cost-and-risk',
  title: 'Cost against risk',
  render({ results }) {
    const hedging = results.policies.filter(({ kind, metrics }) => kind !== 'none' && Number.isFinite(metrics.sd));
    if (hedging.length === 0) return null;
    const figures = axes.map((axis) =>
      renderFigure({
        title: `${axis.name} of P&L against mean cost`,
        width: 500,
        label: `${axis.name} against mean cost, percent of spot: ${hedging
          .map(
            ({ name, metrics }) =>
              `${name} cost ${formatNumber(metrics.cost, 3)}, risk ${formatNumber(metrics[axis.key], 3)}`,
          )
          .join('; ')}`,
        caption: captionOf(axis, results.policies),
        draw: (frame) => drawScatter(hedging, axis, frame),
      }),
    );
    return html`<div class="pair">${figures}</div>`;
  },
};

function captionOf({ key, name }: RiskAxis, policies: readonly PolicyResult[]): string {
  const none = policies.find(({ kind }) => kind === 'none');
  const off =
    none === undefined ? '' : ` Not hedging (no cost, ${formatNumber(none.metrics[key], 2)} %) is off the chart.`;
  const lead =
    key === 'sd'
      ? 'Down and to the left is better: less risk for less cost.'
      : 'The same with the mean of the worst 5 % of episodes, a noisier figure.';
  return `${lead} Neither axis starts at zero.${off} ${name === axes[0].name ? 'Points that lie close may swap places in another sample.' : ''}`.trim();
}

function drawScatter(
  policies: readonly PolicyResult[],
  { key, name }: RiskAxis,
  { width, narrow }: Frame,
): PlotOptions {
  const height = narrow ? 300 : 360;
  const frame = { left: 46, right: width - 12, top: 26, bottom: height - 42 };
  const x = paddedRange(
    policies.map(({ metrics }) => metrics.cost),
    0.18,
  );
  const y = paddedRange(
    policies.map(({ metrics }) => metrics[key]),
    0.12,
  );
  const toPixel = (value: number, [low, high]: Range, from: number, to: number) =>
    from + ((value - low) / (high - low)) * (to - from);
  const points = policies.map((policy) => ({
    text: policy.name,
    cost: policy.metrics.cost,
    risk: policy.metrics[key],
    colour: policyColour(policy.name),
    x: toPixel(policy.metrics.cost, x, frame.left, frame.right),
    y: toPixel(policy.metrics[key], y, frame.bottom, frame.top),
  }));
  const places = placeLabels(points, frame, narrow ? 6 : 6.6);
  return {
    width,
    height,
    marginLeft: frame.left,
    marginRight: 12,
    marginTop: frame.top,
    marginBottom: 42,
    x: {
      domain: [...x],
      label: 'Mean cost of an episode, % of spot',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
    },
    y: { domain: [...y], label: `${name}, % of spot`, labelArrow: 'none', ticks: 6 },
    marks: [
      Plot.gridX({ ticks: 5 }),
      Plot.gridY({ ticks: 6 }),
      ...points.flatMap(({ cost, risk, text }, i) => {
        const { dx, dy, anchor } = places[i];
        const line = Math.hypot(dx, dy) > 16 ? [leader(points[i], places[i], x, y, frame)] : [];
        return [
          ...line,
          Plot.text([{ cost, risk }], {
            x: 'cost',
            y: 'risk',
            text: [text],
            dx,
            dy,
            textAnchor: anchor,
            stroke: 'var(--page)',
            strokeWidth: 3,
            fill: 'currentColor',
          }),
        ];
      }),
      Plot.dot(points, { x: 'cost', y: 'risk', fill: 'colour', r: 6, stroke: 'var(--page)', strokeWidth: 1.5 }),
    ],
  };
}

/** A thin line from a point to a label that stands apart from it. */
function leader(
  point: { readonly x: number; readonly y: number },
  place: { readonly dx: number; readonly dy: number },
  x: Range,
  y: Range,
  frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
) {
  const toX = (pixel: number) => x[0] + ((pixel - frame.left) / (frame.right - frame.left)) * (x[1] - x[0]);
  const toY = (pixel: number) => y[0] + ((frame.bottom - pixel) / (frame.bottom - frame.top)) * (y[1] - y[0]);
  const end = { x: toX(point.x + place.dx * 0.8), y: toY(point.y + place.dy * 0.8) };
  return Plot.link([end], {
    x1: toX(point.x),
    y1: toY(point.y),
    x2: end.x,
    y2: end.y,
    stroke: 'var(--muted)',
    strokeWidth: 0.75,
  });
}

type Range = readonly [number, number];

function paddedRange(values: readonly number[], share: number): Range {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = share * (high - low) || 0.1 * Math.abs(high) || 1;
  return [low - margin, high + margin];
}
