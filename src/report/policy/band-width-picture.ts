import * as Plot from '@observablehq/plot';
import type { PolicyMap } from '../../hedgers/explain-policy.ts';
import { formatNumber } from '../format.ts';
import { standaloneSvg, standaloneTop } from '../standalone-svg.ts';

const frame = { width: 900, height: 440, left: 56, right: 110, bottom: 44 } as const;
const keySteps = 60;
const boundless = '#bbb';

/**
 * Width of a policy's band over moneyness and time left, as an SVG file of its own with a key of its colours. Where the band
 * has no edge the map is grey.
 *
 * @param title what is above the picture: 'deep, 21-day call'
 */
export function renderBandWidth(map: PolicyMap, title: string): string {
  const { moneyness, stepsLeft, lower, upper } = map;
  const columns = moneyness.length;
  const widths = upper.map((edge, at) => edge - lower[at]);
  const most = widths.reduce((largest, width) => (Number.isFinite(width) ? Math.max(largest, width) : largest), 0);
  const colour = Plot.scale({ color: { type: 'linear', scheme: 'YlGnBu', domain: [0, Math.max(most, 1e-6)] } });
  const colourOf = (width: number) => (Number.isFinite(width) ? String(colour.apply(width)) : boundless);
  const x = cellsOf(moneyness);
  const y = cellsOf(stepsLeft);
  const cells = stepsLeft.flatMap((_, time) =>
    moneyness.map((_, column) => ({
      x1: x[column][0],
      x2: x[column][1],
      y1: y[time][0],
      y2: y[time][1],
      colour: colourOf(widths[time * columns + column]),
    })),
  );
  return standaloneSvg(
    {
      width: frame.width,
      height: frame.height,
      marginLeft: frame.left,
      marginRight: frame.right,
      marginTop: standaloneTop,
      marginBottom: frame.bottom,
      x: { label: 'price over strike →', labelOffset: 36 },
      y: { label: null, interval: stepsLeft.length > 12 ? undefined : 1, tickFormat: 'd' },
      color: { type: 'identity' },
      marks: [
        Plot.rect(cells, {
          x1: 'x1',
          x2: 'x2',
          y1: 'y1',
          y2: 'y2',
          fill: 'colour',
          stroke: 'colour',
          strokeWidth: 0.4,
        }),
      ],
    },
    {
      caption: `${title}: width of the no-trade band`,
      yLabel: '↑ steps left',
      key: colourKey(most, colourOf),
    },
  );
}

/** Intervals around values, half-way to their neighbours; in the order of the values. */
function cellsOf(values: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => {
    const place = sorted.indexOf(value);
    const below = sorted[place - 1] ?? value - ((sorted[place + 1] ?? value + 1) - value);
    const above = sorted[place + 1] ?? value + (value - below);
    return [(below + value) / 2, (value + above) / 2];
  });
}

/** A bar of the colours with figures at its ends and middle. */
function colourKey(most: number, colourOf: (width: number) => string): string {
  const left = frame.width - frame.right + 24;
  const top = standaloneTop + 10;
  const height = frame.height - frame.bottom - top - 10;
  const step = height / keySteps;
  const bar = Array.from({ length: keySteps }, (_, k) => {
    const width = (most * (keySteps - k - 0.5)) / keySteps;
    return `<rect x="${left}" y="${(top + k * step).toFixed(1)}" width="16" height="${(step + 0.5).toFixed(1)}" fill="${colourOf(width)}" stroke="none"/>`;
  });
  const figures = [0, 0.5, 1].map(
    (share) =>
      `<text x="${left + 22}" y="${(top + (1 - share) * height + 4).toFixed(1)}" text-anchor="start">${formatNumber(share * most, 3)}</text>`,
  );
  return `${bar.join('')}${figures.join('')}`;
}
