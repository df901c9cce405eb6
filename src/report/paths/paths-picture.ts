import * as Plot from '@observablehq/plot';
import type { Paths } from '../../market/paths.ts';
import { sortedQuantile } from '../../math/quantile.ts';
import { standaloneSvg, standaloneTop } from '../standalone-svg.ts';

export interface PathsPictureOptions {
  /** What is above the picture: 'heston, 100,000 paths'. */
  readonly title: string;
}

/** Single paths that are drawn on top of the bands. */
const shownPaths = 24;

/**
 * A picture of simulated prices as an SVG file of its own: the ranges that hold 50 % and 90 % of the paths, their median,
 * and some single paths.
 *
 * @param paths the first batch of what was drawn
 */
export function renderPathsPicture(paths: Paths, { title }: PathsPictureOptions): string {
  const { steps, spot, paths: count } = paths;
  const bands = Array.from({ length: steps + 1 }, (_, step) => {
    const sorted = spot.slice(step * count, (step + 1) * count).sort();
    const at = (share: number) => sortedQuantile(sorted, share);
    return { step, low: at(0.05), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(0.95) };
  });
  const singles = Array.from({ length: Math.min(shownPaths, count) }, (_, path) =>
    bands.map(({ step }) => ({ step, price: spot[step * count + path], path })),
  ).flat();
  const caption = `${title}: median, ranges of 50 % and 90 % of the paths, ${Math.min(shownPaths, count)} of them singly`;
  return standaloneSvg(
    {
      width: 900,
      height: 460,
      marginLeft: 56,
      marginTop: standaloneTop,
      marginBottom: 40,
      x: { label: 'hedging step →', labelOffset: 34, ticks: Math.min(10, steps) },
      // The caption is where Plot would put its label.
      y: { label: null, grid: true },
      marks: [
        Plot.areaY(bands, { x: 'step', y1: 'low', y2: 'high', fill: '#0a5fa8', fillOpacity: 0.14 }),
        Plot.areaY(bands, { x: 'step', y1: 'lower', y2: 'upper', fill: '#0a5fa8', fillOpacity: 0.22 }),
        Plot.lineY(singles, {
          x: 'step',
          y: 'price',
          z: 'path',
          stroke: '#555',
          strokeOpacity: 0.35,
          strokeWidth: 0.7,
        }),
        Plot.lineY(bands, { x: 'step', y: 'median', stroke: '#0a5fa8', strokeWidth: 2 }),
      ],
    },
    { caption, yLabel: '↑ price of the underlying (100 at writing)' },
  );
}
