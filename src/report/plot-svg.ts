import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from './html.ts';

export type PlotOptions = Plot.PlotOptions;

/**
 * Draws a chart as SVG text on the server: no browser, no script in the page. Colours are CSS variables and
 * `currentColor`, so one drawing serves light and dark pages. The page's style sheet styles the class `plot`.
 *
 * @param label what the chart shows, for people who hear the page
 */
export function plotSvg(options: PlotOptions, label: string): string {
  const { document } = parseHTML('<html><body></body></html>');
  const chart = Plot.plot({ ...options, document, className: 'plot' }) as unknown as { readonly outerHTML: string };
  return chart.outerHTML
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/ aria-label="[^"]*"/g, '')
    .replace(/ aria-hidden="true"/g, '')
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(label)}" `)
    .replace(/ (d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"/g, roundAttribute);
}

/** Coordinates to a tenth of a pixel: half the size, and no eye sees more. */
function roundAttribute(_match: string, name: string, value: string): string {
  return ` ${name}="${value.replace(/-?\d+\.\d{2,}(?![\dem])/g, (number) => String(Math.round(Number(number) * 10) / 10))}"`;
}
