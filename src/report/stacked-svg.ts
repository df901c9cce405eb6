import { type PlotOptions, plotSvg } from './plot-svg.ts';
import { escapeXml } from './standalone-svg.ts';

/** SVG elements that take so much height, of the width of their drawing. */
export interface SvgBlock {
  readonly height: number;
  /** Elements as if the block's top left corner were the origin. */
  readonly content: string;
}

/** Blocks one under another. */
export interface SvgDrawing {
  readonly width: number;
  readonly blocks: readonly SvgBlock[];
}

/** A window narrower than this, and higher than it is wide, gets the narrow drawing. */
const narrowBelow = 640;
/** Style rules begin with it, so that they hold for such a drawing alone. */
const ownClass = 'two-width-drawing';

/**
 * One SVG file with two drawings of the same, since shrinking a wide one makes its text unreadable: a window that is narrow
 * and high shows the second. Viewers without style sheets show the first. Written into a page, it is as wide as there is room,
 * and its style touches nothing else there.
 *
 * @param label what is drawn, for people who hear the page
 */
export function twoWidthSvg(wide: SvgDrawing, narrow: SvgDrawing, label: string): string {
  const height = heightOf(wide);
  const alone = `.${ownClass}:root`;
  const inPage = `.${ownClass}:not(:root)`;
  const style = [
    `${alone}{max-width:100%}`,
    `${inPage}{display:block;width:100%;max-width:${wide.width}px;height:auto;aspect-ratio:${wide.width}/${height}}`,
    `@media (max-width:${narrowBelow}px) and (max-aspect-ratio:1/1){`,
    `${alone}{width:100vw;height:${((100 * heightOf(narrow)) / narrow.width).toFixed(2)}vw}`,
    `${inPage}{aspect-ratio:${narrow.width}/${heightOf(narrow)}}`,
    `.${ownClass}>.wide{display:none}.${ownClass}>.narrow{display:inline}}`,
  ].join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${ownClass}" role="img" aria-label="${escapeXml(label).replaceAll('"', '&quot;')}" width="${wide.width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#222" color="#222">`,
    `<style>${style}</style><rect width="100%" height="100%" fill="#fff"/>`,
    stack(wide, 'class="wide"'),
    stack(narrow, 'class="narrow" display="none"'),
    '</svg>\n',
  ].join('\n');
}

/** Words in lines of a drawing. */
export function textBlock(lines: readonly string[], { fontSize, bold = false }: TextStyle): SvgBlock {
  const lineHeight = Math.round(1.45 * fontSize);
  const weight = bold ? ' font-weight="600"' : '';
  const texts = lines.map(
    (line, index) =>
      `<text x="12" y="${(index + 1) * lineHeight - 4}" font-size="${fontSize}"${weight}>${escapeXml(line)}</text>`,
  );
  return { height: lines.length * lineHeight + 4, content: texts.join('') };
}

interface TextStyle {
  readonly fontSize: number;
  readonly bold?: boolean;
}

/** A chart. */
export function chartBlock(options: PlotOptions, label: string): SvgBlock {
  return { height: options.height ?? 0, content: plotSvg({ style: { fontSize: '11px' }, ...options }, label) };
}

/** An item of a legend: an element ten pixels wide above the base line, and what it stands for. */
export interface LegendItem {
  readonly swatch: string;
  readonly text: string;
}

/** Items side by side, in as many lines as they need. */
export function legendBlock(items: readonly LegendItem[], width: number): SvgBlock {
  let x = 12;
  let line = 1;
  const placed = items.map(({ swatch, text }) => {
    const length = 16 + 6.5 * text.length;
    if (x > 12 && x + length > width) {
      x = 12;
      line++;
    }
    const item = `<g transform="translate(${x.toFixed(0)},${line * 18 - 4})">${swatch}<text x="15">${escapeXml(text)}</text></g>`;
    x += length + 18;
    return item;
  });
  return { height: 18 * line + 4, content: placed.join('') };
}

function heightOf({ blocks }: SvgDrawing): number {
  return blocks.reduce((sum, { height }) => sum + height, 0);
}

function stack(drawing: SvgDrawing, attributes: string): string {
  let top = 0;
  const placed = drawing.blocks.map(({ height, content }) => {
    const block = `<g transform="translate(0,${top})">${content}</g>`;
    top += height;
    return block;
  });
  return `<svg ${attributes} width="100%" height="100%" viewBox="0 0 ${drawing.width} ${top}" preserveAspectRatio="xMinYMin meet">${placed.join('\n')}</svg>`;
}
