import { describe, expect, it } from 'vitest';
import { calmRegimes } from '../../../src/regimes/calm/calm-regimes.ts';
import { reportCalm } from '../../../src/regimes/calm/calm-report.ts';
import type { CalmRule, CalmRuleJSON } from '../../../src/regimes/calm/calm-rule.ts';
import { hysteresis } from '../../../src/regimes/calm/hysteresis.ts';
import { loadCalmRule } from '../../../src/regimes/calm/load-calm-rule.ts';
import { minimumDwell } from '../../../src/regimes/calm/minimum-dwell.ts';
import { persistence } from '../../../src/regimes/calm/persistence.ts';
import { probabilityThreshold } from '../../../src/regimes/calm/probability-threshold.ts';
import { guardSwitches } from '../../../src/regimes/calm/switch-guard.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { drawFlicker } from '../../contracts/calm-rule-suite.ts';

/** Rows as probabilities of the regimes from the second on. */
function probabilities(...others: readonly (readonly number[])[]) {
  const rows = others[0].length;
  const columns = others.map((column) => Float64Array.from(column));
  return {
    rows,
    columns: [Float64Array.from(columns[0], (_, t) => columns.reduce((p, c) => p - c[t], 1)), ...columns],
  };
}

/** Lengths of the spells of equal labels. */
function spells(labels: Int32Array): number[] {
  const lengths: number[] = [];
  labels.forEach((label, t) => {
    if (t > 0 && label === labels[t - 1]) lengths[lengths.length - 1]++;
    else lengths.push(1);
  });
  return lengths;
}

describe('calmRegimes', () => {
  const labelsOf = (p: ReturnType<typeof probabilities>, rules: readonly CalmRule[]) => [
    ...calmRegimes(p, rules).labels,
  ];

  it('reports switches and how late they come', () => {
    // Raw labels 0 1 0 1 1 1 0 0 0 0: of dwell 4, held 0 to row 3, then 1 to row 7, two rows after it was left.
    const flicker = probabilities([0, 1, 0, 1, 1, 1, 0, 0, 0, 0]);
    const { labels, report, probabilities: calmed } = calmRegimes(flicker, [minimumDwell(4)]);
    expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0]);
    expect(calmed.columns[1]).toEqual(Float64Array.from(labels));
    // Raw first said 1 in row 1, three rows before row 4; then 0 in row 6, two before row 8.
    expect(report).toEqual({ switchesBefore: 4, switchesAfter: 2, removed: 2, delays: [3, 2], meanDelayDays: 2.5 });
    const calm = calmRegimes(probabilities([0.1, 0.2, 0.3]), [minimumDwell(4)]);
    expect(calm.report).toEqual({ switchesBefore: 0, switchesAfter: 0, removed: 0, delays: [], meanDelayDays: 0 });
  });

  it('counts delays from the row of the calmed switch before', () => {
    // At the switch to 1 in row 2 the raw label is 1; 2 comes up in row 3 and is let in on row 5.
    const three = probabilities([0, 0, 0.9, 0.4, 0.4, 0.1], [0, 0, 0.05, 0.6, 0.6, 0.85]);
    const { labels, report } = calmRegimes(three, [probabilityThreshold(0.8)]);
    expect([...labels]).toEqual([0, 0, 1, 1, 1, 2]);
    expect(report.delays).toEqual([0, 2]);
  });

  it('counts what the raw labels said on the row of the calmed switch before', () => {
    // As smoothing may bring about: on row 3 the label turns to 1 while the raw one says 2 already.
    expect(reportCalm([0, 1, 1, 2, 2], [0, 0, 0, 1, 2]).delays).toEqual([2, 1]);
    // The raw labels never said 1.
    expect(reportCalm([0, 2, 2], [0, 1, 2])).toMatchObject({ removed: -1, delays: [0, 1] });
  });

  it('enters at the upper threshold and leaves below the lower', () => {
    const rule = [hysteresis({ enter: 0.5, leave: 0.3 })];
    // Regime 1 is at 0.5 in row 1 with 0 at 0.32: still held. In row 2 regime 0 has 0.28, but 1 has 0.45 only.
    const three = probabilities([0.1, 0.5, 0.45, 0.55, 0.3], [0.1, 0.18, 0.27, 0.16, 0.45]);
    expect([...mostProbable(three)]).toEqual([0, 1, 1, 1, 2]);
    expect(labelsOf(three, rule)).toEqual([0, 0, 0, 1, 1]);
  });

  it('of two regimes is a threshold of the stricter of the two', () => {
    const { columns, rows } = drawFlicker(800);
    const two = { rows, columns: [columns[0], columns[0].map((p) => 1 - p)] };
    const threshold = (p: number) => calmRegimes(two, [probabilityThreshold(p)]).labels;
    expect(calmRegimes(two, [hysteresis({ enter: 0.75, leave: 0.5 })]).labels).toEqual(threshold(0.75));
    expect(calmRegimes(two, [hysteresis({ enter: 0.6, leave: 0.1 })]).labels).toEqual(threshold(0.9));
  });

  it('weighs rows by their half-life', () => {
    const { columns } = calmRegimes(probabilities([1, 0, 0, 0, 0]), [persistence({ halfLifeDays: 2 })]).probabilities;
    [1, Math.SQRT1_2, 0.5, Math.SQRT1_2 / 2, 0.25].forEach((p, t) => {
      expect(columns[1][t]).toBeCloseTo(p, 14);
    });
    const missing = calmRegimes(probabilities([0.2, Number.NaN, 0.2]), [persistence({ halfLifeDays: 2 })]);
    for (const p of missing.probabilities.columns[1]) expect(p).toBeCloseTo(0.2, 14);
  });

  it('never has a spell shorter than the dwell, the last one excepted', () => {
    for (const days of [3, 10, 25]) {
      for (const rules of [[minimumDwell(days)], [persistence({ halfLifeDays: 2 }), minimumDwell(days)]]) {
        const lengths = spells(calmRegimes(drawFlicker(1500), rules).labels);
        expect(lengths.length).toBeGreaterThan(5);
        expect(Math.min(...lengths.slice(0, -1))).toBe(days);
      }
    }
  });

  it('asks all rules of labels on the same row, whatever their order: the switch guard', () => {
    const flicker = drawFlicker(1500);
    const rules = [minimumDwell(6), probabilityThreshold(0.6), hysteresis({ enter: 0.5, leave: 0.25 })];
    const { labels } = calmRegimes(flicker, rules);
    expect(calmRegimes(flicker, [...rules].reverse()).labels).toEqual(labels);
    const guarded = guardSwitches(flicker, { minimumDwellDays: 6, probabilityThreshold: 0.6 });
    expect(calmRegimes(flicker, rules.slice(0, 2)).labels).toEqual(guarded);
    expect(labels).not.toEqual(guarded);
  });

  it.each([
    ['on labels', [probabilityThreshold(0.7)]],
    ['on both', [persistence({ halfLifeDays: 0 }), probabilityThreshold(0.7)]],
  ])('begins with the first row that has probabilities, as a walk does after its first fit: rules %s', (_, rules) => {
    const none = Number.NaN;
    // Regime 1 is not asked for 0.7 on the first row, where there is none to be left; row 5 has no probabilities either.
    const walked = probabilities([none, none, 0.6, 0.2, 0.6, none, 0.6, 0.8]);
    const { labels, probabilities: calmed, report } = calmRegimes(walked, rules);
    expect([...labels]).toEqual([-1, -1, 1, 0, 0, 0, 0, 1]);
    expect([...calmed.columns[1]]).toEqual([none, none, 1, 0, 0, 0, 0, 1]);
    expect(report).toEqual({ switchesBefore: 2, switchesAfter: 2, removed: 0, delays: [0, 3], meanDelayDays: 1.5 });
    const { labels: known, report: own } = calmRegimes(probabilities([0.6, 0.2, 0.6, none, 0.6, 0.8]), rules);
    expect(labels.slice(2)).toEqual(known);
    expect(own).toEqual(report);
  });

  it('smooths first, then labels', () => {
    const flicker = drawFlicker(1500);
    const smooth = persistence({ halfLifeDays: 3 });
    const twice = calmRegimes(calmRegimes(flicker, [smooth]).probabilities, [minimumDwell(8)]);
    for (const rules of [
      [smooth, minimumDwell(8)],
      [minimumDwell(8), smooth],
    ]) {
      expect(calmRegimes(flicker, rules).labels).toEqual(twice.labels);
    }
    const calmer = calmRegimes(flicker, [smooth, smooth]).probabilities;
    expect(calmer).toEqual(calmRegimes(calmRegimes(flicker, [smooth]).probabilities, [smooth]).probabilities);
  });

  it('wants a rule', () => {
    expect(() => calmRegimes(drawFlicker(3), [])).toThrow(/rules is empty/);
  });
});

describe('loadCalmRule', () => {
  it.each([
    [{ rule: 'sleep' }, /rule/],
    [{ rule: 'minimumDwell', days: -1 }, /calming rule: days: /],
    [{ rule: 'minimumDwell' }, /days/],
    [{ rule: 'probabilityThreshold', probability: 2 }, /probability/],
    [{ rule: 'hysteresis', enter: 0.4, leave: 0.6 }, /leave: expected a number below enter/],
    [{ rule: 'persistence', halfLifeDays: null }, /halfLifeDays/],
    [null, /calming rule/],
  ])('refuses %o in one line', (json, message) => {
    const attempt = () => loadCalmRule(json as CalmRuleJSON);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  });
});
