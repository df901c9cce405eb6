import { type PlotOptions, plotSvg } from './plot-svg.ts';

/** Words around a chart that stands alone. */
export interface StandaloneText {
  /** Above the chart; also read out where a page is heard. */
  readonly caption: string;
  /** Under the caption, where the label of the vertical axis would be. */
  readonly yLabel: string;
  /** SVG elements beside the chart, such as a key of its colours. */
  readonly key?: string;
}

/** Room that caption and label take above the chart, in pixels: the least top margin. */
export const standaloneTop = 58;

/**
 * A chart as an SVG file of its own. A page's style sheet would colour a chart of the report; this one has what it needs:
 * a white ground, a font, and colours that are no CSS variables.
 */
export function standaloneSvg(options: PlotOptions, { caption, yLabel, key = '' }: StandaloneText): string {
  const attributes =
    'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif" font-size="12" fill="#222" color="#222"';
  const heading = `<rect width="100%" height="100%" fill="#fff" stroke="none"/><text x="16" y="20" font-size="13" text-anchor="start">${escapeXml(caption)}</text><text x="16" y="42" text-anchor="start">${escapeXml(yLabel)}</text>${key}`;
  return ownClipNames(plotSvg(options, caption)).replace(
    /<svg ([^>]*)>/,
    (_, rest: string) =>
      `<svg ${attributes} ${rest.replace(/ ?(fill|color|font-size|font-family)="[^"]*"/g, '')}>${heading}`,
  );
}

/** Plot counts clips over the whole process: numbered anew, the same chart gives the same file. */
function ownClipNames(svg: string): string {
  const names = [...new Set(svg.match(/plot-clip-\d+/g) ?? [])];
  return svg.replace(/plot-clip-\d+/g, (name) => `clip-${names.indexOf(name) + 1}`);
}

/** Text as XML holds it. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
