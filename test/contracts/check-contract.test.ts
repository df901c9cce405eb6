import { describe, expect, it } from 'vitest';
import { checkContract } from '../../src/contracts/check-contract.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { createContract } from '../../src/contracts/create-contract.ts';
import { plainUnderlying, type Underlying } from '../../src/contracts/underlying.ts';

const lognormal = plainUnderlying(0.02);
const normal: Underlying = { ...lognormal, model: 'bachelier' };

const impossibleUnderBachelier: ContractTerms[] = [
  { type: 'asian', option: 'call', average: 'geometric', strike: 1 },
  { type: 'lookback', option: 'put', kind: 'floating' },
  { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 1, barrier: 1.2 },
  { type: 'variance-swap', strikeVol: 0.2, notional: 1 },
];

describe('checkContract', () => {
  it.each(impossibleUnderBachelier)('refuses $type under Bachelier and says what is possible', (terms) => {
    expect(() => checkContract(terms, lognormal, 1)).not.toThrow();
    expect(() => checkContract(terms, normal)).toThrow(/under model 'bachelier'.*possible there are call, put/);
    const book: ContractTerms = { type: 'book', legs: [{ quantity: 1, contract: terms }] };
    expect(() => checkContract(book, normal)).toThrow(/possible there are/);
  });

  it.each(impossibleUnderBachelier)('$type refuses to be valued there as well', (terms) => {
    const running = createContract(terms).run(Float64Array.of(100), 2);
    const spot = Float64Array.of(100);
    running.observe(spot);
    const at = { underlying: normal, spot, vol: Float64Array.of(20), years: 1 };
    for (const name of ['value', 'delta', 'gamma', 'vega'] as const) {
      expect(() => running[name](new Float64Array(1), at)).toThrow(/possible there are/);
    }
  });

  it('takes levels of 0 and below under Bachelier alone', () => {
    const below: ContractTerms = { type: 'put', strike: -5 };
    expect(() => checkContract(below, normal)).not.toThrow();
    expect(() => checkContract(below, lognormal)).toThrow(
      "strike is -5: expected a level above 0 under model 'black-scholes'",
    );
    expect(() => checkContract({ type: 'strangle', strikes: [0, 1] }, lognormal)).toThrow('strikes.0 is 0');
    expect(() =>
      checkContract({ type: 'piecewise-linear', points: [[0, 0]], leftSlope: 0, rightSlope: 1 }, lognormal),
    ).not.toThrow();
  });

  it.each([
    ['up-and-out', 1.1, 1.1, /knocked out when written; expected a barrier above the price, or an in-barrier/],
    ['down-and-out', 0.9, 0.8, /knocked out when written; expected a barrier below/],
    ['up-and-in', 0.9, 1, /knocked in when written; .* or a plain call/],
    ['down-and-in', 1.1, 1, /knocked in when written/],
  ] as const)('refuses a barrier %s of %d at a price of %d', (knock, barrier, spotLevel, message) => {
    const terms: ContractTerms = { type: 'barrier', option: 'call', knock, strike: 0.5, barrier };
    expect(() => checkContract(terms, lognormal, spotLevel)).toThrow(message);
    expect(() => checkContract(terms, lognormal)).not.toThrow();
    const living = knock.startsWith('up') ? barrier - 0.01 : barrier + 0.01;
    expect(() => checkContract(terms, lognormal, living)).not.toThrow();
  });
});
