import { describe, expect, it } from 'vitest';
import { renderComparisonTable } from '../../src/report/comparison-table.ts';
import { rankPolicies } from '../../src/report/rank-policies.ts';
import { fakeRun } from './fake-run.ts';

const { results } = fakeRun({ bars: 300 });
const escapeCode = '\u001b';

describe('renderComparisonTable', () => {
  it('lists the policies by objective, the best first', () => {
    const ranked = rankPolicies(results).map(({ name }) => name);
    const lines = renderComparisonTable(results).split('\n');
    const listed = lines.map((line) => line.split(/\s{2,}/)[0]).filter((name) => ranked.includes(name));
    expect(listed).toEqual(ranked);
    const objectives = rankPolicies(results).map(({ metrics }) => metrics.objective);
    expect(objectives).toEqual([...objectives].sort((a, b) => a - b));
  });

  it('has no control code unless colour is asked for', () => {
    expect(renderComparisonTable(results)).not.toContain(escapeCode);
    expect(renderComparisonTable(results, { colour: true })).toContain(`${escapeCode}[1m`);
  });

  it.each([60, 80, 100])('fits %i columns', (width) => {
    const text = renderComparisonTable(results, { width });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    // The same words, whatever the width.
    const legend = (shown: string) => shown.split('\n\n')[1].split(/[ \n]/);
    const whole = legend(renderComparisonTable(results, { width: 1000 }));
    expect(whole).toEqual(expect.arrayContaining(legend(text)));
  });

  it('shows every figure where there is room', () => {
    const text = renderComparisonTable(results, { width: 160 });
    for (const head of ['objective', 'against band', 'CVaR 99', 'turnover', 'trades']) expect(text).toContain(head);
  });

  it('puts a policy without an objective last', () => {
    const [first, ...others] = results.policies;
    const odd = { ...first, name: 'odd', metrics: { ...first.metrics, objective: Number.NaN } };
    expect(rankPolicies({ policies: [odd, ...others] }).at(-1)?.name).toBe('odd');
    expect(renderComparisonTable({ ...results, policies: [odd, ...others] })).not.toContain('NaN');
  });
});
