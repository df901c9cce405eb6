import { describe, expect, it } from 'vitest';
import { checkQuotedLevel } from '../../src/contracts/check-quoted-level.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';

const spread: ContractTerms = { type: 'call-spread', strikes: [1, 1.1] };
const quoted = (strike: number, spot = 100) => ({
  strike: new Float64Array(3).fill(strike),
  spot: new Float64Array(6).fill(spot),
});

describe('checkQuotedLevel', () => {
  it('refuses paths at the money for a contract around another level', () => {
    expect(() => checkQuotedLevel(quoted(100), spread)).toThrow(
      'path 0 is quoted at the money (strike 100, the price at writing), the levels of the call-spread lie around 1.05 times that price: draw the paths with moneyness: referenceLevel(contract)',
    );
    const second = quoted(105);
    second.strike[1] = 100;
    expect(() => checkQuotedLevel(second, spread)).toThrow(/^path 1 is/);
  });

  it.each<[string, number, ContractTerms]>([
    ['paths quoted at the level', 105, spread],
    ['an option of strike 1, at any strike of the paths', 100, { type: 'call', strike: 1 }],
    ['levels in money', 100, { type: 'call-spread', strikes: [90, 110] }],
    [
      'a contract that is told by the price at writing alone',
      100,
      { type: 'variance-swap', strikeVol: 0.2, notional: 1 },
    ],
  ])('takes %s', (_, strike, terms) => {
    expect(() => checkQuotedLevel(quoted(strike), terms)).not.toThrow();
  });
});
