import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { createNoHedge } from '../../../src/hedgers/no-hedge.ts';
import { attributionsCsv } from '../../../src/report/policy/attributions-csv.ts';
import { renderBandWidth } from '../../../src/report/policy/band-width-picture.ts';
import { policyMapCsv } from '../../../src/report/policy/policy-map-csv.ts';
import { renderPolicyMap } from '../../../src/report/policy/policy-map-picture.ts';
import { renderAttributions, renderPolicyMapTable } from '../../../src/report/policy/policy-map-table.ts';
import { mapOf, xmlFaults } from './fake-training.ts';

const boundless = mapOf({ ...createNoHedge(), hedge: () => {} });

describe('policyMapCsv', () => {
  it('has a row per time left and moneyness', () => {
    const rows = policyMapCsv(mapOf()).trimEnd().split('\n');
    expect(rows).toHaveLength(26);
    expect(rows[0]).toBe('stepsLeft,yearsLeft,moneyness,lower,upper,fromFlat,delta');
    const [stepsLeft, years, moneyness, lower, upper, fromFlat, delta] = rows[8].split(',').map(Number);
    expect([stepsLeft, years, moneyness]).toEqual([4, 0.01587301587, 1]);
    expect(upper - lower).toBeCloseTo(0.1, 9);
    expect(delta).toBeCloseTo((lower + upper) / 2, 9);
    expect(fromFlat).toBe(lower);
  });

  it('leaves edges that are nowhere empty', () => {
    expect(policyMapCsv(boundless).split('\n')[3]).toMatch(/^5,0\.01984126984,1,,,0,0\.5/);
  });
});

describe.each([
  ['the band', renderPolicyMap],
  ['its width', renderBandWidth],
])('the picture of %s', (_, render) => {
  it.each([
    ['a band', mapOf()],
    ['no band', mapOf(createNoHedge())],
    ['a policy that never trades', boundless],
    ['one time left and one price', mapOf(undefined, { stepsLeft: [3], moneyness: [1] })],
  ])('is an SVG file that stands alone, of %s', (_name, map) => {
    const picture = render(map, 'deep & <co>');
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(xmlFaults(picture)).toEqual([]);
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
    expect(picture).toContain('deep &amp; &lt;co&gt;: ');
    expect(render(map, 'deep & <co>')).toBe(picture);
  });
});

describe('renderPolicyMap', () => {
  it('draws the longest time left, the shortest and what lies between', () => {
    const picture = renderPolicyMap(mapOf(), 'band');
    expect([...picture.matchAll(/>(\d) steps? left</g)].map(([, steps]) => Number(steps))).toEqual([5, 4, 2, 1]);
  });
});

describe('edges that are nowhere', () => {
  it('lie at the rim of the picture', () => {
    const lines = (picture: string) => picture.match(/<path d="M[^"]*L/g)?.length;
    expect(lines(renderPolicyMap(boundless, 'idle'))).toBe(lines(renderPolicyMap(mapOf(), 'band')));
  });
});

describe('renderBandWidth', () => {
  it('colours every state, those without a band grey', () => {
    const fills = (picture: string) => {
      const rects = [...new DOMParser().parseFromString(picture, 'image/svg+xml').querySelectorAll('rect')];
      return rects.map((rect) => rect.getAttribute('fill'));
    };
    // A ground, 25 states, 60 of the key.
    expect(fills(renderBandWidth(mapOf(), 'band'))).toHaveLength(86);
    expect(fills(renderBandWidth(boundless, 'band')).filter((fill) => fill === '#bbb')).toHaveLength(25);
    expect(renderBandWidth(mapOf(), 'band')).toContain('>0.100</text>');
  });
});

describe('renderPolicyMapTable', () => {
  it('fits a terminal of 80 columns, with a title for each time left', () => {
    const lines = renderPolicyMapTable(mapOf()).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^ +5 steps left +3 steps left +1 step left$/);
    expect(lines[0].indexOf('3 steps')).toBe(lines[1].indexOf('lower', lines[0].indexOf('3 steps')));
    expect(lines[4]).toMatch(/^ *1\.000 +0\.456 +0\.556 +0\.506 /);
    expect(renderPolicyMapTable(boundless)).toMatch(/ none +none +0\.506/);
  });
});

describe('attributions', () => {
  const attributions = [
    { name: 'time left', mean: 0.1, sd: 0.5, centre: 0.01, width: 0.002 },
    { name: 'odd, name', mean: 0, sd: 1, centre: 0.02, width: 0.03 },
  ];

  it('come as CSV in the order of the network', () => {
    expect(attributionsCsv(attributions)).toBe(
      'input,mean,sd,centre,width\ntime left,0.1,0.5,0.01,0.002\n"odd, name",0,1,0.02,0.03\n',
    );
  });

  it('come as a table, the strongest first', () => {
    const lines = renderAttributions(attributions).split('\n');
    expect(lines[2]).toMatch(/^odd, name +1\.000 +0\.0200 +0\.0300$/);
    expect(lines[3]).toMatch(/^time left /);
  });
});
