import { describe, expect, it } from 'vitest';
import { assignRegimes } from '../../src/backtest/assign-regimes.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import type { TuningGround } from '../../src/backtest/tune.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';

/** One path of one step whose spot falls by 1, so that the P&L of holding h is premium − h. */
const ground: TuningGround = {
  paths: {
    paths: 1,
    steps: 1,
    spot: Float64Array.of(100, 99),
    impliedVol: Float64Array.of(0.2, 0.2),
    yearsToExpiry: Float64Array.of(1 / 252, 0),
    strike: Float64Array.of(100),
    signals: {},
  },
  terms: europeanTerms({ optionType: 'call', position: -1, costBps: 0, rateAnnual: 0 }),
  criterion: meanSd(0),
};

function holding(quantity: number): Hedger {
  return {
    name: `hold ${quantity}`,
    kind: 'band',
    signals: [],
    hedge: (_, [target]) => void target.fill(quantity),
    toJSON: () => ({ kind: 'band', name: `hold ${quantity}` }),
  };
}

/** Loss of an assignment: the sum of its regimes' losses, each regime preferring its own candidate. */
function search(
  regimes: number,
  candidates: number,
  losses: (regime: number, candidate: number) => number,
  minimumGain = 0,
) {
  return assignRegimes(
    {
      regimes,
      candidates: Array.from({ length: candidates }, (_, candidate) => holding(candidate)),
      make: (assignment) => holding(assignment.reduce((sum, candidate, regime) => sum + losses(regime, candidate), 10)),
      minimumGain,
    },
    ground,
  );
}

describe('assignRegimes', () => {
  const ownCandidate = (regime: number, candidate: number) => (candidate === regime ? 0 : 1);

  it('gives each regime the candidate that the training past prefers', () => {
    expect(search(3, 3, ownCandidate)).toEqual([0, 1, 2]);
  });

  it('finds the same by coordinate descent when there are too many assignments to try', () => {
    expect(search(5, 5, ownCandidate)).toEqual([0, 1, 2, 3, 4]);
  });

  it('keeps the single best candidate when switching gains too little', () => {
    expect(search(2, 2, (regime, candidate) => (candidate === 0 ? regime * 0.01 : 0.5 - regime * 0.5), 0.05)).toEqual([
      0, 0,
    ]);
  });
});
