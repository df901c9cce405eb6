import { describe, expect, it } from 'vitest';
import { trainingCosts } from '../../../src/hedgers/deep/training-costs.ts';
import type { FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';

describe('trainingCosts', () => {
  it.each<[readonly FrictionTerms[], number, number]>([
    [[], 0, 0],
    [[{ kind: 'proportional', costBps: 10 }], 10, 0],
    [
      [
        { kind: 'proportional', costBps: 10 },
        { kind: 'proportional', costBps: 2 },
        { kind: 'half-spread', halfSpreadBps: 3 },
        { kind: 'minimum-fee', costBps: 1, minimumFeePercent: 0.5 },
      ],
      16,
      0,
    ],
    [[{ kind: 'quadratic-impact', temporaryBpsPerUnit: 40, permanentBpsPerUnit: 10 }], 0, 40],
    // The share that a trade of a tenth of a unit pays.
    [[{ kind: 'square-root-impact', temporaryBpsPerRootUnit: 10 }], 10 * Math.sqrt(0.1), 0],
    [
      [
        { kind: 'half-spread', signal: 'halfSpreadBps' },
        { kind: 'fixed-fee', feePercent: 1 },
        { kind: 'lots', lotUnits: 0.1 },
        { kind: 'delay', delaySteps: 2 },
        { kind: 'borrow', borrowBpsAnnual: 50 },
        { kind: 'funding', spreadBpsAnnual: 50 },
      ],
      0,
      0,
    ],
  ])('%j', (frictions, proportionalBps, quadraticBps) => {
    const { proportional, quadratic } = trainingCosts(frictions);
    expect(proportional).toBeCloseTo(proportionalBps / 1e4, 15);
    expect(quadratic).toBeCloseTo(quadraticBps / 1e4, 15);
  });
});
