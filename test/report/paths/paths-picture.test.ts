import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderPathsPicture } from '../../../src/report/paths/paths-picture.ts';
import { drawPaths } from './drawn-paths.ts';

describe('renderPathsPicture', () => {
  const picture = renderPathsPicture(drawPaths(), { title: 'heston & <co>' });

  it('is an SVG file that stands alone', () => {
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
    expect(picture).toContain('heston &amp; &lt;co&gt;');
    // Every tag is closed, in order, and no attribute stands twice: what XML asks for.
    const open: string[] = [];
    for (const [tag, slash, name, rest] of picture.matchAll(/<(\/?)([a-zA-Z]+)([^<>]*)>/g)) {
      const attributes = [...rest.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
      expect(new Set(attributes).size, tag).toBe(attributes.length);
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (!rest.endsWith('/')) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('draws the ranges, the median and single paths', () => {
    const document = new DOMParser().parseFromString(picture, 'image/svg+xml');
    // Two bands, 24 paths, the median.
    expect(document.querySelectorAll('path').length).toBeGreaterThanOrEqual(27);
  });

  it('is drawn of one path and one step, too', () => {
    expect(renderPathsPicture(drawPaths({ paths: 1, steps: 1 }), { title: 'one' })).not.toContain('NaN');
  });
});
