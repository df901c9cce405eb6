import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downsampleRows } from '../../src/report/downsample.ts';
import { escapeHtml, html } from '../../src/report/html.ts';
import { policyColour, regimeColour } from '../../src/report/palette.ts';
import { placeLabels } from '../../src/report/place-labels.ts';
import { plotSvg } from '../../src/report/plot-svg.ts';
import { fakeRun } from './fake-run.ts';

describe('downsampleRows', () => {
  it('keeps every row when they are few', () => {
    expect([...downsampleRows(3, 7, 10)]).toEqual([3, 4, 5, 6]);
    expect([...downsampleRows(5, 5, 10)]).toEqual([]);
  });

  it('keeps the last row of each bucket: increasing, within bounds, the last row included', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 800 }),
        (from, rows, limit) => {
          const kept = downsampleRows(from, from + rows, limit);
          expect(kept.length).toBe(Math.min(rows, limit));
          expect(kept.at(-1)).toBe(from + rows - 1);
          expect(kept[0]).toBeGreaterThanOrEqual(from);
          expect(kept.every((row, i) => i === 0 || row > kept[i - 1])).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('placeLabels', () => {
  it('keeps the labels of crowded points apart and inside', () => {
    const frame = { left: 40, right: 480, top: 20, bottom: 320 };
    const points = fakeRun({ bars: 200 }).results.policies.map(({ name }, i) => ({
      text: name,
      x: 240 + (i % 3) * 5,
      y: 160 + Math.floor(i / 3) * 5,
    }));
    const boxes = placeLabels(points, frame, 6).map(({ dx, dy, anchor }, i) => {
      const width = 6 * points[i].text.length;
      const left = points[i].x + dx - { start: 0, middle: width / 2, end: width }[anchor];
      return { left, right: left + width, top: points[i].y + dy - 7, bottom: points[i].y + dy + 7 };
    });
    boxes.forEach((a, i) => {
      expect(a.left >= frame.left && a.right <= frame.right && a.top >= frame.top && a.bottom <= frame.bottom).toBe(
        true,
      );
      for (const b of boxes.slice(0, i)) {
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    });
  });
});

describe('colours', () => {
  it('gives every policy of the comparison its own', () => {
    const colours = fakeRun({ bars: 200 }).results.policies.map(({ name }) => policyColour(name));
    expect(new Set(colours).size).toBe(colours.length);
  });

  it('gives a policy of the user a colour that stays', () => {
    expect(policyColour('mine')).toMatch(/^var\(--extra-\d\)$/);
    expect(policyColour('mine')).toBe(policyColour('mine'));
    expect(policyColour('toString')).toMatch(/^var\(--extra-\d\)$/);
  });

  it.each([2, 3, 4, 5])('runs from calm to turbulent for %i regimes', (states) => {
    const colours = Array.from({ length: states }, (_, regime) => regimeColour(regime, states));
    expect(new Set(colours).size).toBe(states);
    expect(colours[0]).toBe('var(--regime-0)');
    expect(colours.at(-1)).toBe('var(--regime-4)');
  });

  it('is grey for days without a regime', () => {
    expect(regimeColour(-1, 3)).toBe('var(--faint)');
  });
});

describe('html', () => {
  it('escapes values and attributes, joins lists, leaves out null', () => {
    const items = ['a<b', '"c"'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'x"y'}">${items}${null}</ul>`.html).toBe(
      '<ul title="x&#34;y"><li>a&#60;b</li><li>&#34;c&#34;</li></ul>',
    );
    expect(escapeHtml(`&'`)).toBe('&#38;&#39;');
  });
});

describe('plotSvg', () => {
  it('is a drawing with a name and without a style of its own', () => {
    const svg = plotSvg({ width: 200, height: 100, x: { domain: [0, 1] }, y: { domain: [0, 1] } }, 'two "axes"');
    expect(svg).toMatch(/^<svg role="img" aria-label="two &#34;axes&#34;"/);
    expect(svg).not.toContain('<style');
  });
});
