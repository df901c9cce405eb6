import * as Plot from '@observablehq/plot';
import type { PolicyResult } from '../../backtest/results.ts';
import { sortedQuantile } from '../../math/quantile.ts';
import { pnlByPolicy } from '../episode-groups.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { policyColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { rankPolicies } from '../rank-policies.ts';
import type { ReportSection } from './section.ts';

/** One policy's histogram: share of episodes in each bin, and beyond the axis at either end. */
interface Histogram {
  readonly policy: PolicyResult;
  readonly shares: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** Distribution of P&L, one row per policy on one axis. */
export const pnlDistributionsSection: ReportSection = {
  id: 'distributions',
  title: 'Distributions of P&L',
  render({ results, episodes }) {
    const pnl = pnlByPolicy(episodes);
    const ranked = rankPolicies(results).filter(({ name }) => (pnl.get(name)?.length ?? 0) > 0);
    if (ranked.length === 0) return null;
    const hedging = ranked.filter(({ kind }) => kind !== 'none');
    const [low, high] = sharedRange((hedging.length > 0 ? hedging : ranked).map(({ name }) => pnl.get(name)!));
    return renderFigure({
      title: 'P&L of an episode, by policy',
      label: `Histograms of P&L on one axis from ${formatNumber(low)} to ${formatNumber(high)} percent of spot, one per policy`,
      caption: `All rows share both axes. The axis holds the middle 99 % of the hedging policies’ episodes; the shares beyond it are printed at either end of each row, since they make the tail figures. The solid tick is the mean, the dashed one the mean of the worst 5 % (left out where it is beyond the axis).`,
      draw: (frame) => {
        const bins = frame.narrow ? 40 : 72;
        const rows = ranked.map((policy) => histogram(policy, pnl.get(policy.name)!, low, high, bins));
        return drawHistograms(rows, low, high, frame);
      },
    });
  },
};

function sharedRange(samples: readonly Float64Array[]): readonly [number, number] {
  const pooled = new Float64Array(samples.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const sample of samples) {
    pooled.set(sample, offset);
    offset += sample.length;
  }
  pooled.sort();
  const low = sortedQuantile(pooled, 0.005);
  const high = sortedQuantile(pooled, 0.995);
  return high > low ? [low, high] : [low - 1, high + 1];
}

function histogram(policy: PolicyResult, pnl: Float64Array, low: number, high: number, bins: number): Histogram {
  const shares = new Array<number>(bins).fill(0);
  let below = 0;
  let above = 0;
  for (const value of pnl) {
    if (value < low) below++;
    else if (value > high) above++;
    else shares[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
  }
  const total = pnl.length;
  return { policy, shares: shares.map((count) => count / total), below: below / total, above: above / total };
}

function drawHistograms(rows: readonly Histogram[], low: number, high: number, { width, narrow }: Frame): PlotOptions {
  const peak = Math.max(...rows.flatMap(({ shares }) => shares));
  const rowHeight = narrow ? 58 : 62;
  const margin = narrow ? 46 : 130;
  // Each bin is drawn as a step: two points, at its left and its right edge.
  const steps = rows.flatMap(({ policy, shares }) =>
    shares.flatMap((share, bin) =>
      [bin, bin + 1].map((edge) => ({
        name: policy.name,
        pnl: low + ((high - low) * edge) / shares.length,
        share,
        colour: policyColour(policy.name),
      })),
    ),
  );
  const names = rows.map(({ policy }) => ({ name: policy.name }));
  const means = rows.map(({ policy }) => ({ name: policy.name, at: policy.metrics.mean }));
  const tails = rows.map(({ policy }) => ({ name: policy.name, at: -policy.metrics.cvar95 }));
  const shown = ({ at }: { readonly at: number }) => at >= low && at <= high;
  const ends = rows.map(({ policy, below, above }) => ({ name: policy.name, below, above }));
  return {
    width,
    height: 46 + rowHeight * rows.length,
    marginLeft: narrow ? 46 : margin + 50,
    marginRight: narrow ? 46 : 60,
    marginTop: 8,
    marginBottom: 40,
    x: {
      domain: [low, high],
      label: 'P&L, % of spot at writing; a gain is positive',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: narrow ? 5 : 9,
    },
    y: { domain: [0, peak], axis: null },
    fy: { domain: names.map(({ name }) => name), axis: null, padding: 0.12 },
    marks: [
      Plot.gridX({ ticks: narrow ? 5 : 9 }),
      Plot.ruleX([0], { strokeOpacity: 0.5 }),
      Plot.areaY(steps, { x: 'pnl', y1: 0, y2: 'share', fy: 'name', z: 'name', fill: 'colour', fillOpacity: 0.85 }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      Plot.tickX(means.filter(shown), { x: 'at', fy: 'name', strokeWidth: 2, insetTop: narrow ? 16 : 0 }),
      Plot.tickX(tails.filter(shown), {
        x: 'at',
        fy: 'name',
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
        insetTop: narrow ? 16 : 0,
      }),
      Plot.text(names, {
        fy: 'name',
        text: 'name',
        frameAnchor: narrow ? 'top-left' : 'left',
        dx: narrow ? 4 : -margin - 42,
        dy: narrow ? 4 : 8,
        textAnchor: 'start',
        fontWeight: 600,
        stroke: 'var(--page)',
        strokeWidth: 3,
        fill: 'currentColor',
      }),
      Plot.text(ends, {
        fy: 'name',
        text: ({ below }) => formatPercent(below),
        frameAnchor: 'bottom-left',
        dx: -5,
        dy: -2,
        textAnchor: 'end',
        fill: 'var(--muted)',
      }),
      Plot.text(ends, {
        fy: 'name',
        text: ({ above }) => formatPercent(above),
        frameAnchor: 'bottom-right',
        dx: 5,
        dy: -2,
        textAnchor: 'start',
        fill: 'var(--muted)',
      }),
    ],
  };
}
