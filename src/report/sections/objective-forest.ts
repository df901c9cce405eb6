import * as Plot from '@observablehq/plot';
import type { PolicyResult } from '../../backtest/results.ts';
import { differenceText } from '../comparison-columns.ts';
import { describeObjective } from '../describe-run.ts';
import { type Frame, renderFigure } from '../figure.ts';
import { formatSigned } from '../format.ts';
import { policyColour } from '../palette.ts';
import type { PlotOptions } from '../plot-svg.ts';
import { bandPolicy, rankPolicies } from '../rank-policies.ts';
import type { ReportSection } from './section.ts';

/** Each policy's objective against the tuned band's: point and interval. */
export const objectiveForestSection: ReportSection = {
  id: 'against-the-band',
  title: 'Against the tuned delta band',
  render({ results }) {
    const band = bandPolicy(results);
    const others = rankPolicies(results).filter(
      (policy) => policy !== band && Number.isFinite(policy.uncertainty.objectiveVersusBand.value),
    );
    if (band === undefined || others.length === 0) return null;
    const { unit } = describeObjective(results.manifest.config.objective);
    return renderFigure({
      title: `Objective minus that of ${band.name}, ${unit}`,
      label: `Difference in objective against ${band.name} with 95 % intervals, one row per policy: ${others
        .map(({ name, uncertainty }) => `${name} ${differenceText(uncertainty.objectiveVersusBand)}`)
        .join('; ')}`,
      caption:
        'Points to the left of the line did better than the band, to the right worse; bars are paired 95 % intervals. A bar across the line means that these episodes do not settle the order of the two, not that the two are equal.',
      draw: (frame) => drawForest(others, unit, frame),
    });
  },
};

function drawForest(policies: readonly PolicyResult[], unit: string, { width, narrow }: Frame): PlotOptions {
  const rows = policies.map((policy) => ({
    name: policy.name,
    colour: policyColour(policy.name),
    ...policy.uncertainty.objectiveVersusBand,
  }));
  const [from, to] = forestRange(policies);
  const inside = rows.filter(({ value }) => value >= from && value <= to);
  const outside = rows.filter(({ value }) => value < from || value > to);
  const clamp = (value: number) => Math.min(Math.max(value, from), to);
  return {
    width,
    height: 60 + 32 * rows.length,
    marginLeft: narrow ? 116 : 130,
    marginRight: narrow ? 14 : 190,
    marginBottom: 42,
    x: {
      domain: [from, to],
      label: `${unit}, lower is better`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: narrow ? 4 : 8,
      nice: false,
    },
    y: { domain: rows.map(({ name }) => name), label: null, padding: 0.4 },
    marks: [
      Plot.gridX({ ticks: narrow ? 4 : 8 }),
      Plot.axisY({ tickSize: 0, label: null }),
      Plot.ruleX([0], { strokeWidth: 1.5 }),
      Plot.ruleY(inside, {
        y: 'name',
        x1: ({ low }) => clamp(low),
        x2: ({ high }) => clamp(high),
        stroke: 'colour',
        strokeWidth: 3,
        strokeLinecap: 'round',
      }),
      Plot.dot(inside, { y: 'name', x: 'value', r: 5, fill: 'colour', stroke: 'var(--page)', strokeWidth: 1.5 }),
      Plot.text(outside, {
        y: 'name',
        x: ({ value }) => clamp(value),
        text: ({ value }) => `${narrow ? '' : 'off the axis: '}${formatSigned(value)} ${value > to ? '→' : '←'}`,
        textAnchor: 'end',
        fill: 'var(--muted)',
        stroke: 'var(--page)',
        strokeWidth: 4,
      }),
      ...(narrow
        ? []
        : [
            Plot.text(rows, {
              y: 'name',
              frameAnchor: 'right',
              dx: 12,
              textAnchor: 'start',
              text: differenceText,
              fontVariant: 'tabular-nums',
            }),
          ]),
    ],
  };
}

/** Wide enough for every hedging policy; not hedging at all may fall outside, where it would flatten the others. */
function forestRange(policies: readonly PolicyResult[]): readonly [number, number] {
  const hedging = policies.filter(({ kind }) => kind !== 'none');
  const shown = (hedging.length > 0 ? hedging : policies).map(({ uncertainty }) => uncertainty.objectiveVersusBand);
  const low = Math.min(0, ...shown.map((difference) => difference.low));
  const high = Math.max(0, ...shown.map((difference) => difference.high));
  const margin = 0.06 * (high - low) || 1;
  return [low - margin, high + margin];
}
