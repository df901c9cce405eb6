import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ContractTerms } from '../../../src/contracts/contract-terms.ts';
import { createContract } from '../../../src/contracts/create-contract.ts';
import { contractKeys, contractTermsSchema, contractTypes } from '../../../src/contracts/schema/contract-schema.ts';
import { parseContractTerms } from '../../../src/contracts/schema/parse-contract-terms.ts';
import { InputError } from '../../../src/support/input-error.ts';

const allButBook =
  'call, put, straddle, strangle, call-spread, put-spread, collar, condor, piecewise-linear, digital, asian, lookback, barrier, forward-start, variance-swap';
const all = `${allButBook}, book`;

/** What is refused, and the whole message. */
const refused: [unknown, string][] = [
  [3, 'contract is 3: expected a group of keys: type, and those of the type'],
  [undefined, 'contract is missing: expected a group of keys: type, and those of the type'],
  [{}, `contract.type is missing: expected one of ${all}`],
  [{ type: 'barier', strike: 1 }, 'contract.type is "barier": did you mean barrier?'],
  [{ type: 7 }, `contract.type is 7: expected one of ${all}`],
  [{ type: 'zzzz' }, `contract.type is "zzzz": expected one of ${all}`],
  [{ type: 'call' }, 'contract.strike is missing: expected a finite number'],
  [{ type: 'call', strike: 'high' }, 'contract.strike is "high": expected a finite number'],
  [{ type: 'call', strike: Number.NaN }, 'contract.strike is NaN: expected a finite number'],
  [{ type: 'call', strke: 1 }, 'unknown key contract.strke: did you mean contract.strike?'],
  [{ type: 'call', strike: 1, strke: 1 }, 'unknown key contract.strke: did you mean contract.strike?'],
  [{ type: 'call', strike: 1, barrier: 1 }, 'unknown key contract.barrier: expected one of type, strike'],
  [{ type: 'condor', strikes: [1, 2] }, 'contract.strikes is [1,2]: expected a list of 4 strikes, from the lowest'],
  [{ type: 'condor', strikes: [1, 2, 2, 4] }, 'contract.strikes.2 is 2: expected one above 2: strikes increase'],
  [{ type: 'condor', strikes: 4 }, 'contract.strikes is 4: expected a list of 4 strikes, from the lowest'],
  [
    { type: 'piecewise-linear', points: [], leftSlope: 0, rightSlope: 1 },
    'contract.points is []: expected at least one point [price, payoff]',
  ],
  [
    { type: 'piecewise-linear', points: [[1]], leftSlope: 0, rightSlope: 1 },
    'contract.points.0 is [1]: expected a pair [price, payoff]',
  ],
  [
    {
      type: 'piecewise-linear',
      points: [
        [1, 0],
        [0.5, 0],
      ],
      leftSlope: 0,
      rightSlope: 1,
    },
    'contract.points.1.0 is 0.5: expected prices that increase, above 1',
  ],
  [
    { type: 'digital', option: 'call', strike: 1, pays: 'cash' },
    "contract.cash is missing: expected the level paid, above 0, with pays 'cash'",
  ],
  [
    { type: 'digital', option: 'call', strike: 1, pays: 'asset', cash: 1 },
    "contract.cash is 1: expected no cash with pays 'asset'",
  ],
  [{ type: 'digital', option: 'caII', strike: 1, pays: 'asset' }, 'contract.option is "caII": expected call or put'],
  [{ type: 'lookback', option: 'call', kind: 'fixed' }, 'contract.strike is missing: expected a finite number'],
  [
    { type: 'lookback', option: 'call', kind: 'floating', strike: 1 },
    "contract.strike is 1: expected no strike with kind 'floating'",
  ],
  [
    { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 1.2, barrier: 1.1 },
    'contract.barrier is 1.1: expected one above the strike 1.2: an up-and-out call pays only between the two',
  ],
  [
    { type: 'barrier', option: 'put', knock: 'down-and-out', strike: 0.8, barrier: 0.9 },
    'contract.barrier is 0.9: expected one below the strike 0.8: a down-and-out put pays only between the two',
  ],
  [
    { type: 'barrier', option: 'put', knock: 'down-out', strike: 0.8, barrier: 0.9 },
    'contract.knock is "down-out": did you mean down-and-out?',
  ],
  [
    { type: 'forward-start', option: 'put', moneyness: 1, startShare: 1 },
    'contract.startShare is 1: expected a number above 0 and below 1',
  ],
  [{ type: 'variance-swap', strikeVol: -0.1, notional: 1 }, 'contract.strikeVol is -0.1: expected a number >= 0'],
  [
    { type: 'variance-swap', strikeVol: 0.1, notional: 0 },
    'contract.notional is 0: expected a finite number other than 0',
  ],
  [{ type: 'book', legs: [] }, 'contract.legs is []: expected at least one leg'],
  [
    { type: 'book', legs: [{ quantity: 1, contract: { type: 'book', legs: [] } }] },
    `contract.legs.0.contract.type is "book": expected one of ${allButBook} here`,
  ],
  [
    { type: 'book', legs: [{ quantity: 1, contract: { type: 'cal', strike: 1 } }] },
    'contract.legs.0.contract.type is "cal": did you mean call?',
  ],
  [
    { type: 'book', legs: [{ quantity: 0, contract: { type: 'call', strike: 1 } }] },
    'contract.legs.0.quantity is 0: expected a finite number other than 0',
  ],
  [
    { type: 'book', legs: [{ quantity: 1, contract: { type: 'strangle', strikes: [2, 1] } }] },
    'contract.legs.0.contract.strikes.1 is 1: expected one above 2: strikes increase',
  ],
  [
    { type: 'book', legs: [{ quantity: 1, kontract: { type: 'call', strike: 1 } }] },
    'unknown key contract.legs.0.kontract: did you mean contract.legs.0.contract?',
  ],
  [
    { type: 'book', legs: [{ quantity: 1, size: 2, contract: { type: 'call', strike: 1 } }] },
    'unknown key contract.legs.0.size: expected one of quantity, contract',
  ],
];

describe('parseContractTerms', () => {
  it.each(refused)('refuses %j in one line that says what to do', (value, message) => {
    let refusal: unknown;
    try {
      parseContractTerms(value, 'contract');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InputError);
    expect((refusal as InputError).message).toBe(message);
  });

  it('gives terms as they were written', () => {
    const terms = { type: 'barrier', option: 'call', knock: 'up-and-in', strike: 1, barrier: 1.1, rebate: 0.01 };
    expect(parseContractTerms(terms, 'contract')).toEqual(terms);
    expect(parseContractTerms({ type: 'lookback', option: 'put', kind: 'floating' }, 'x')).toEqual({
      type: 'lookback',
      option: 'put',
      kind: 'floating',
    });
  });
});

describe('contractTermsSchema', () => {
  it('becomes a JSON Schema in which every key is described', () => {
    const schema = z.toJSONSchema(contractTermsSchema, { io: 'input' }) as {
      oneOf: { description?: string; properties: Record<string, { description?: string }> }[];
    };
    expect(schema.oneOf).toHaveLength(contractTypes.length);
    for (const { description, properties } of schema.oneOf) {
      expect(description).toMatch(/\.$/);
      for (const property of Object.values(properties)) expect(property.description).toMatch(/\.$/);
    }
    expect(contractKeys.digital).toEqual(['type', 'option', 'strike', 'pays', 'cash']);
  });
});

describe('createContract', () => {
  it.each([
    [{ type: 'call', strike: Number.NaN }, 'call: strike is NaN: expected a finite number'],
    [{ type: 'condor', strikes: [1, 2, 3, 3] }, 'condor: strikes.3 is 3: expected one above 3: strikes increase'],
    [
      { type: 'digital', option: 'put', strike: 1, pays: 'cash' },
      "digital: cash is missing: expected the level paid, above 0, with pays 'cash'",
    ],
    [
      { type: 'book', legs: [{ quantity: 1, contract: { type: 'put', strike: Number.POSITIVE_INFINITY } }] },
      'book: legs.0.contract.strike is Infinity: expected a finite number',
    ],
    [{ type: 'nope' }, `contract type is "nope": expected one of ${all}`],
    [{ type: 'barier' }, 'contract type is "barier": did you mean barrier?'],
    [{}, `contract type is missing: expected one of ${all}`],
    [null, 'contract is null: expected a group of keys with type'],
    [
      { type: 'barrier', option: 'call', knock: 'up-and-oot', strike: 1, barrier: 1.1 },
      'barrier: knock is "up-and-oot": did you mean up-and-out?',
    ],
    [
      { type: 'barrier', option: 'cal', knock: 'up-and-out', strike: 1, barrier: 1.1 },
      'barrier: option is "cal": did you mean call?',
    ],
    [
      { type: 'digital', option: 'call', strike: 1, pays: 'share' },
      'digital: pays is "share": expected one of cash, asset',
    ],
    [{ type: 'digital', option: 'c', strike: 1, pays: 'asset' }, 'digital: option is "c": expected one of call, put'],
    [
      { type: 'asian', option: 'call', average: 'arithmetical', strike: 1 },
      'asian: average is "arithmetical": did you mean arithmetic?',
    ],
    [{ type: 'asian', option: 3, average: 'geometric', strike: 1 }, 'asian: option is 3: expected one of call, put'],
    [{ type: 'lookback', option: 'put', kind: 'float' }, 'lookback: kind is "float": did you mean floating?'],
    [{ type: 'lookback', kind: 'floating' }, 'lookback: option is missing: expected one of call, put'],
    [
      { type: 'forward-start', option: 'Call', moneyness: 1, startShare: 0.5 },
      'forward-start: option is "Call": did you mean call?',
    ],
    [
      { type: 'book', legs: [{ quantity: 1, contract: { type: 'strangel', strikes: [1, 2] } }] },
      'book: legs.0.contract.type is "strangel": did you mean strangle?',
    ],
    [{ type: 'book', legs: [null] }, 'book: legs.0 is null: expected quantity and contract'],
    [{ type: 'condor', strikes: [1, 2] }, 'condor: strikes is [1,2]: expected a list of 4 strikes, from the lowest'],
    [{ type: 'collar' }, 'collar: strikes is missing: expected a list of 2 strikes, from the lowest'],
    [
      { type: 'piecewise-linear', points: [1], leftSlope: 0, rightSlope: 0 },
      'piecewise-linear: points.0 is 1: expected a pair [price, payoff]',
    ],
  ] as [ContractTerms, string][])('refuses the terms %j', (terms, message) => {
    expect(() => createContract(terms)).toThrow(new RangeError(message));
  });

  it('refuses a forward start without a fixing to start at, and a variance swap without a life', () => {
    const scale = Float64Array.of(100);
    const late = createContract({ type: 'forward-start', option: 'call', moneyness: 1, startShare: 0.5 });
    expect(() => late.run(scale, 1)).toThrow(/fixings is 1: expected 2 or more/);
    const swap = createContract({ type: 'variance-swap', strikeVol: 0.2, notional: 1 });
    expect(() => swap.run(scale, 5, 0)).toThrow(/years is 0/);
  });
});
