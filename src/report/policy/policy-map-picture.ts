import * as Plot from '@observablehq/plot';
import type { PolicyMap } from '../../hedgers/explain-policy.ts';
import { standaloneSvg, standaloneTop } from '../standalone-svg.ts';

/** Times left that are drawn side by side. */
const panels = 4;
const bandColour = '#0a5fa8';
const deltaColour = '#c84a05';

/** Rows of a map at so many times left, the longest first: the longest, the shortest and what lies between at even distances. */
export function chosenTimes({ stepsLeft }: PolicyMap, count: number): readonly number[] {
  const rows = stepsLeft.map((_, row) => row).sort((a, b) => stepsLeft[b] - stepsLeft[a]);
  const chosen = Math.min(count, rows.length);
  return Array.from({ length: chosen }, (_, k) =>
    chosen === 1 ? rows[0] : rows[Math.round((k * (rows.length - 1)) / (chosen - 1))],
  );
}

/**
 * A policy's map as an SVG file of its own: the edges of its band and the delta hedge against moneyness, at several times
 * left. An edge that is nowhere lies at the rim.
 *
 * @param title what is above the picture: 'deep, 21-day call'
 */
export function renderPolicyMap(map: PolicyMap, title: string): string {
  const columns = map.moneyness.length;
  const rows = chosenTimes(map, panels);
  const [low, high] = rangeOf(map, rows);
  const points = rows.flatMap((row) =>
    map.moneyness.map((moneyness, column) => {
      const at = row * columns + column;
      return {
        panel: rows.indexOf(row),
        moneyness,
        lower: Math.max(low, map.lower[at]),
        upper: Math.min(high, map.upper[at]),
        delta: map.delta[at],
      };
    }),
  );
  const line = { x: 'moneyness', fx: 'panel', clip: true } as const;
  return standaloneSvg(
    {
      width: 1000,
      height: 380,
      marginLeft: 56,
      marginRight: 16,
      marginTop: standaloneTop + 24,
      marginBottom: 44,
      x: { label: 'price over strike →', labelOffset: 36, ticks: 4 },
      y: { label: null, grid: true, domain: [low, high] },
      fx: { label: null, padding: 0.08, tickFormat: (panel: number) => stepsText(map.stepsLeft[rows[panel]]) },
      marks: [
        Plot.areaY(points, { ...line, y1: 'lower', y2: 'upper', fill: bandColour, fillOpacity: 0.16 }),
        Plot.line(points, { ...line, y: 'lower', stroke: bandColour, strokeWidth: 1.6 }),
        Plot.line(points, { ...line, y: 'upper', stroke: bandColour, strokeWidth: 1.6 }),
        Plot.line(points, { ...line, y: 'delta', stroke: deltaColour, strokeWidth: 1.4, strokeDasharray: '5 4' }),
      ],
    },
    {
      caption: `${title}: no-trade band (blue) and delta hedge (dashed)`,
      yLabel: '↑ units of the underlying per contract',
    },
  );
}

/** '1 step left', '21 steps left'. */
export function stepsText(stepsLeft: number): string {
  return `${stepsLeft} ${stepsLeft === 1 ? 'step' : 'steps'} left`;
}

/** All holdings that are drawn, with a margin. */
function rangeOf({ lower, upper, delta, moneyness }: PolicyMap, rows: readonly number[]): readonly [number, number] {
  const columns = moneyness.length;
  const drawn = rows.flatMap((row) =>
    [lower, upper, delta].flatMap((figures) => [...figures.subarray(row * columns, (row + 1) * columns)]),
  );
  const finite = drawn.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const margin = Math.max(0.05 * (high - low), 1e-3);
  return [low - margin, high + margin];
}
