import { describe, expect, it } from 'vitest';
import type { BacktestResults, Interval } from '../../src/backtest/results.ts';
import { verdictSentences } from '../../src/report/verdict.ts';
import { fakeRun } from './fake-run.ts';

const { results } = fakeRun({ bars: 260 });

function withObjectives(
  objectives: Readonly<Record<string, number>>,
  versusBand: Interval,
  versusDelta = versusBand,
): BacktestResults {
  const policies = results.policies
    .filter(({ name }) => name in objectives)
    .map((policy) => ({
      ...policy,
      metrics: { ...policy.metrics, objective: objectives[policy.name] },
      uncertainty: { ...policy.uncertainty, objectiveVersusBand: versusBand, objectiveVersusDelta: versusDelta },
    }));
  return { ...results, policies };
}

const clear = { value: -0.2, stderr: 0.05, low: -0.3, high: -0.1 };
const unclear = { value: -0.02, stderr: 0.05, low: -0.1, high: 0.06 };

describe('verdictSentences', () => {
  it('names the best policy and both differences', () => {
    const text = verdictSentences(withObjectives({ deep: 0.8, 'delta-band': 1, delta: 1.1 }, clear, unclear)).join(' ');
    expect(text).toContain('Lowest objective: deep, at 0.800');
    expect(text).toMatch(/tuned delta band it differs by −0\.200 .* an improvement beyond the 95 % interval/);
    expect(text).toMatch(/daily Black–Scholes delta it differs by −0\.020 .* do not tell from zero at 95 %/);
  });

  it('says when nothing improves on the band', () => {
    const ahead = { value: 0.2, stderr: 0.05, low: 0.1, high: 0.3 };
    const [, far] = verdictSentences(withObjectives({ deep: 1.2, 'delta-band': 1 }, ahead));
    expect(far).toMatch(/No policy improves on the tuned band\. Next is deep, \+0\.200 .*beyond the 95 % interval\./);
    const [, near] = verdictSentences(withObjectives({ deep: 1.02, 'delta-band': 1 }, { ...unclear, value: 0.02 }));
    expect(near).toContain('do not tell from zero');
  });

  it('does not compare delta with itself', () => {
    const sentences = verdictSentences(withObjectives({ delta: 0.8, 'delta-band': 1 }, clear));
    expect(sentences).toHaveLength(2);
    expect(sentences.join(' ')).not.toContain('Black–Scholes');
  });

  it('leaves out what was not compared', () => {
    expect(verdictSentences(withObjectives({ deep: 0.8 }, clear))).toHaveLength(1);
    expect(verdictSentences({ ...results, policies: [] })).toEqual(['No policy was compared.']);
  });
});
