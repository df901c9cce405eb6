import { describe, expect, it } from 'vitest';
import { bestThreshold, lossForm } from '../../../src/engine/policy/policy-losses.ts';
import type { PolicyLoss } from '../../../src/engine/policy/policy-problem.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';

const cvar: PolicyLoss = { kind: 'cvar', level: 0.8 };

describe('the threshold of CVaR', () => {
  const pnl = Float64Array.from({ length: 10 }, (_, p) => ((7 * p) % 10) - 5);

  it('is best at the quantile of the losses', () => {
    const form = lossForm(cvar);
    if (!form.isOnePass) throw new Error('CVaR takes one pass');
    const best = form.loss.value(pnl, bestThreshold(cvar, pnl));
    for (let threshold = -8; threshold <= 8; threshold += 0.25) {
      expect(form.loss.value(pnl, threshold)).toBeGreaterThanOrEqual(best - 1e-12);
    }
  });

  it('is refused without results, and to other losses', () => {
    expect(() => bestThreshold(cvar, new Float64Array(0))).toThrow(
      new RangeError('pnl is empty: expected at least one result'),
    );
    expect(() => bestThreshold({ kind: 'variance' }, pnl)).toThrow('loss.kind is variance: expected cvar');
  });
});

describe('the form of a loss', () => {
  it.each<[PolicyLoss, boolean]>([
    [{ kind: 'entropic', riskAversion: 1 }, true],
    [cvar, true],
    [{ kind: 'mean-square' }, true],
    [{ kind: 'variance' }, false],
    [{ kind: 'mean-sd', riskAversion: 1 }, false],
    [{ kind: 'criterion' }, false],
  ])('%j: one pass is enough: %s', (loss, isOnePass) => {
    expect(lossForm(loss, meanSd(1)).isOnePass).toBe(isOnePass);
  });

  it.each<PolicyLoss>([{ kind: 'entropic', riskAversion: 0.7 }, cvar, { kind: 'mean-square' }])(
    'has the value of its sums: %j',
    (loss) => {
      const form = lossForm(loss);
      if (!form.isOnePass) throw new Error('expected one pass');
      const pnl = Float64Array.from({ length: 64 }, (_, p) => Math.fround(Math.sin(5 * p)));
      const sums = form.loss.addTile(Float32Array.from(pnl), new Float32Array(64), 64, 0.3);
      expect(form.loss.finish(sums, 64, 0.3).loss).toBeCloseTo(form.loss.value(pnl, 0.3), 12);
    },
  );
});
