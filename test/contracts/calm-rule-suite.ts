import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import { calmRegimes } from '../../src/regimes/calm/calm-regimes.ts';
import type { CalmRule } from '../../src/regimes/calm/calm-rule.ts';
import { loadCalmRule } from '../../src/regimes/calm/load-calm-rule.ts';
import type { RegimeProbabilities } from '../../src/regimes/detector.ts';
import { mostProbable } from '../../src/regimes/most-probable.ts';

/** Flickering probabilities of three regimes, which lean to one for about 40 days each. */
export function drawFlicker(rows: number, seed = 7): RegimeProbabilities {
  const stream = createRandomStream(seed, 'flicker');
  const columns = [0, 1, 2].map(() => new Float64Array(rows));
  let leaning = 0;
  for (let t = 0; t < rows; t++) {
    if (stream.uniform() < 1 / 40) leaning = stream.integer(3);
    const weights = columns.map((_, k) => stream.uniform() ** 2 + (k === leaning ? 0.45 : 0.02));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    columns.forEach((column, k) => {
      column[t] = weights[k] / total;
    });
  }
  return { rows, columns };
}

export interface CalmRuleCase {
  /** From the mildest on, each stricter than the one before. */
  readonly rules: readonly CalmRule[];
  /** A setting that leaves any labels as they are, where there is one. */
  readonly idle?: CalmRule;
  /** Attempts to make a rule with options out of range, with what the message must say. */
  readonly refused: readonly (readonly [() => CalmRule, RegExp])[];
}

/** What every calming rule is held to. */
export function describeCalmRule(name: string, { rules, idle, refused }: CalmRuleCase): void {
  const rows = 1500;
  const flicker = drawFlicker(rows);
  const raw = mostProbable(flicker);

  describe(`${name} as a calming rule`, () => {
    it('gives probabilities and labels that fit each other', () => {
      for (const rule of rules) {
        const { probabilities, labels } = calmRegimes(flicker, [rule]);
        for (let t = 0; t < rows; t++) {
          const row = probabilities.columns.map((column) => column[t]);
          expect(Math.abs(row.reduce((sum, p) => sum + p) - 1)).toBeLessThan(1e-12);
          expect(row.every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
        }
        expect(mostProbable(probabilities)).toEqual(labels);
        expect(labels[0]).toBe(raw[0]);
      }
    });

    it('keeps every row when the rows after it are cut off or altered, and its input', () => {
      const [rule] = rules.slice(-1);
      const { probabilities, labels } = calmRegimes(flicker, [rule]);
      expect(flicker).toEqual(drawFlicker(rows));
      for (const end of [1, 2, 40, 700]) {
        const cut = calmRegimes({ rows: end, columns: flicker.columns.map((c) => c.slice(0, end)) }, [rule]);
        const columns = flicker.columns.map((column, k) =>
          column.map((p, t) => (t < end ? p : flicker.columns[(k + 1) % 3][t])),
        );
        const altered = calmRegimes({ rows, columns }, [rule]);
        expect(cut.labels).toEqual(labels.slice(0, end));
        expect(altered.labels.slice(0, end)).toEqual(cut.labels);
        expect(altered.labels).not.toEqual(labels);
        probabilities.columns.forEach((column, k) => {
          expect(cut.probabilities.columns[k]).toEqual(column.slice(0, end));
          expect(altered.probabilities.columns[k].slice(0, end)).toEqual(column.slice(0, end));
        });
      }
    });

    it('gives the same twice, and after saving and loading', () => {
      for (const rule of rules) {
        const first = calmRegimes(flicker, [rule]);
        expect(calmRegimes(flicker, [rule])).toEqual(first);
        const text = JSON.stringify(rule);
        const loaded = loadCalmRule(JSON.parse(text));
        expect(JSON.stringify(loaded)).toBe(text);
        expect(calmRegimes(flicker, [loaded])).toEqual(first);
      }
    });

    it('removes more switches the stricter it is', () => {
      const removed = rules.map((rule) => calmRegimes(flicker, [rule]).report.removed);
      expect(removed[0]).toBeGreaterThan(0);
      for (let n = 1; n < removed.length; n++) expect(removed[n]).toBeGreaterThan(removed[n - 1]);
    });

    it('follows certain probabilities that last', () => {
      // Spells of 400 sure days: every rule gets there, none invents a switch.
      const sure = [0, 1, 2].map((k) =>
        Float64Array.from({ length: 1200 }, (_, t) => (Math.floor(t / 400) === k ? 1 : 0)),
      );
      for (const rule of rules) {
        const { labels, report } = calmRegimes({ rows: 1200, columns: sure }, [rule]);
        expect([labels[0], labels[799], labels[1199]]).toEqual([0, 1, 2]);
        expect(report).toMatchObject({ switchesBefore: 2, switchesAfter: 2, removed: 0 });
      }
    });

    it.runIf(idle !== undefined)('leaves labels as they were when it is set to do nothing', () => {
      const { labels, report } = calmRegimes(flicker, [idle!]);
      expect(labels).toEqual(raw);
      expect(report).toMatchObject({ removed: 0, meanDelayDays: 0 });
    });

    it('refuses impossible options', () => {
      for (const [attempt, message] of refused) {
        expect(attempt).toThrow(RangeError);
        expect(attempt).toThrow(message);
      }
    });
  });
}
