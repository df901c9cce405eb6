import { type Html, html, rawHtml } from './html.ts';
import { type PlotOptions, plotSvg } from './plot-svg.ts';

/** One chart of the report. */
export interface Figure {
  /** What is drawn, as a short heading. */
  readonly title: string;
  /** What to see in it, and what not to conclude from it. */
  readonly caption: string | Html;
  /** What the drawing shows, for people who hear the page; the title when left out. */
  readonly label?: string;
  /** Markup between the title and the drawing, such as a key of regimes. */
  readonly key?: Html | null;
  /** Width on a desktop; 1000 when left out. */
  readonly width?: number;
  /** The chart at a width in pixels; `narrow` on a phone. */
  draw(frame: Frame): PlotOptions;
}

/** The space that a chart is drawn in. */
export interface Frame {
  readonly width: number;
  readonly narrow: boolean;
}

const desktopWidth = 1000;
const phoneWidth = 356;

/** A figure drawn twice, for a desktop and for a phone, since shrinking a wide chart makes its text unreadable. */
export function renderFigure({ title, caption, label = title, key = null, width = desktopWidth, draw }: Figure): Html {
  const wide = plotSvg({ width, style: { fontSize: '12px' }, ...draw({ width, narrow: false }) }, label);
  const frame = { width: phoneWidth, narrow: true };
  const narrow = plotSvg({ width: phoneWidth, style: { fontSize: '11px' }, ...draw(frame) }, label);
  return html`<figure>
<h3>${title}</h3>
${key}
<div class="wide">${rawHtml(wide)}</div>
<div class="narrow">${rawHtml(narrow)}</div>
<figcaption>${caption}</figcaption>
</figure>`;
}
