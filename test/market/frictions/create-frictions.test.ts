import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrictions, frictionKinds } from '../../../src/market/frictions/create-frictions.ts';
import type { FrictionKind, FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';

const noSignals: Readonly<Record<string, Float64Array>> = {};

/** What trades cost by kind of friction, one value per trade; spot at writing is 200 throughout. */
function chargesOf(
  terms: readonly FrictionTerms[],
  quantity: readonly number[],
  price: readonly number[],
  signals = noSignals,
): Partial<Record<FrictionKind, number[]>> {
  const frictions = createFrictions(terms);
  const costs = frictions.chargeKinds.map(() => new Float64Array(quantity.length));
  const spotAtWriting = new Float64Array(quantity.length).fill(200);
  frictions.charge(costs, {
    quantity: Float64Array.from(quantity),
    price: Float64Array.from(price),
    spotAtWriting,
    signals,
  });
  return Object.fromEntries(frictions.chargeKinds.map((kind, i) => [kind, [...costs[i]]]));
}

function expectCharges(
  terms: FrictionTerms,
  quantity: number[],
  price: number[],
  expected: number[],
  signals?: object,
) {
  const charges = chargesOf([terms], quantity, price, signals as never)[terms.kind] ?? [];
  expect(charges).toHaveLength(expected.length);
  charges.forEach((charge, i) => void expect(charge).toBeCloseTo(expected[i], 12));
}

// Bought, sold, nothing traded, and sold at a negative price.
const quantity = [2, -0.5, 0, -4];
const price = [100, 80, 120, -37];

describe('the charge of one friction', () => {
  it('proportional: a share of the value traded, whatever its sign', () => {
    expectCharges({ kind: 'proportional', costBps: 10 }, quantity, price, [0.2, 0.04, 0, 0.148]);
  });

  it('half-spread: a constant share of the price', () => {
    expectCharges({ kind: 'half-spread', halfSpreadBps: 25 }, quantity, price, [0.5, 0.1, 0, 0.37]);
  });

  it('half-spread: the spread of the time, from a signal', () => {
    const signals = { halfSpreadBps: Float64Array.of(10, 50, Number.NaN, 100) };
    expectCharges({ kind: 'half-spread', signal: 'halfSpreadBps' }, quantity, price, [0.2, 0.2, 0, 1.48], signals);
  });

  it('fixed fee: a percentage of spot at writing for each trade', () => {
    expectCharges({ kind: 'fixed-fee', feePercent: 0.05 }, quantity, price, [0.1, 0.1, 0, 0.1]);
  });

  it('minimum fee: the commission, or the minimum where it is greater', () => {
    const terms: FrictionTerms = { kind: 'minimum-fee', costBps: 10, minimumFeePercent: 0.05 };
    expectCharges(terms, quantity, price, [0.2, 0.1, 0, 0.148]);
  });

  it('quadratic impact: in proportion to the size of the trade', () => {
    const terms: FrictionTerms = { kind: 'quadratic-impact', temporaryBpsPerUnit: 20, permanentBpsPerUnit: 10 };
    expectCharges(terms, quantity, price, [0.8, 0.04, 0, 1.184]);
    const { priceShift, movesPrices } = createFrictions([terms]);
    expect(movesPrices).toBe(true);
    quantity.forEach((units, i) => {
      expect(priceShift(units, price[i])).toBeCloseTo([0.2, -0.04, 0, -0.148][i], 12);
    });
  });

  it('square-root impact: in proportion to the root of the size', () => {
    const terms: FrictionTerms = {
      kind: 'square-root-impact',
      temporaryBpsPerRootUnit: 20,
      permanentBpsPerRootUnit: 10,
    };
    expectCharges(terms, [4, -0.25, 0, -4], price, [1.6, 0.02, 0, 0.592]);
    const { priceShift } = createFrictions([terms]);
    [4, -0.25, 0, -4].forEach((units, i) => {
      expect(priceShift(units, price[i])).toBeCloseTo([0.2, -0.04, 0, -0.074][i], 12);
    });
  });

  it.each([
    { kind: 'quadratic-impact', temporaryBpsPerUnit: 20 },
    { kind: 'square-root-impact', temporaryBpsPerRootUnit: 20 },
  ] as const)('$kind moves no price without a permanent part', (terms) => {
    const { movesPrices, priceShift } = createFrictions([terms]);
    expect(movesPrices).toBe(false);
    expect(priceShift(3, 100)).toBe(0);
  });
});

function rounded(units: number, ...terms: readonly FrictionTerms[]): number {
  const wanted = Float64Array.of(units);
  createFrictions(terms).roundHoldings(wanted);
  return wanted[0];
}

describe('lots', () => {
  it.each([
    [0.3, 0.25],
    [-0.3, -0.25],
    [0.375, 0.5],
    [-0.375, -0.5],
    [0.1, 0],
    [-0.1, 0],
    [7.9, 8],
  ])('take %d as %d', (wanted, held) => {
    expect(rounded(wanted, { kind: 'lots', lotUnits: 0.25 })).toBe(held);
  });

  it('leave a whole number of lots alone, to the bit, and are nowhere more than half a lot away', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (lotUnits, wanted) => {
          const round = (units: number) => rounded(units, { kind: 'lots', lotUnits });
          const held = round(wanted);
          expect(round(held)).toBe(held);
          expect(round(-wanted)).toBe(0 - held);
          expect(Math.abs(held - wanted)).toBeLessThanOrEqual(lotUnits * (0.5 + 1e-9));
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('round nothing where there are none', () => {
    expect(rounded(0.123)).toBe(0.123);
  });
});

describe('frictions together', () => {
  const all: readonly FrictionTerms[] = [
    { kind: 'proportional', costBps: 10 },
    { kind: 'half-spread', signal: 'halfSpreadBps' },
    { kind: 'fixed-fee', feePercent: 0.01 },
    { kind: 'minimum-fee', costBps: 2, minimumFeePercent: 0.02 },
    { kind: 'lots', lotUnits: 0.01 },
    { kind: 'quadratic-impact', temporaryBpsPerUnit: 3, permanentBpsPerUnit: 1 },
    { kind: 'square-root-impact', temporaryBpsPerRootUnit: 4, permanentBpsPerRootUnit: 2 },
    { kind: 'delay', delaySteps: 2 },
    { kind: 'borrow', borrowBpsAnnual: 30 },
    { kind: 'funding', spreadBpsAnnual: 80 },
  ];
  const signals = { halfSpreadBps: Float64Array.of(10, 50, 20, 100) };

  it('charge each its own item, as when alone', () => {
    const together = chargesOf(all, quantity, price, signals);
    expect(Object.keys(together)).toEqual([
      'proportional',
      'half-spread',
      'fixed-fee',
      'minimum-fee',
      'quadratic-impact',
      'square-root-impact',
    ]);
    for (const terms of all) {
      expect(together[terms.kind]).toEqual(chargesOf([terms], quantity, price, signals)[terms.kind]);
    }
  });

  it('say what policies and ledgers need to know', () => {
    const frictions = createFrictions(all);
    expect(frictions).toMatchObject({
      terms: all,
      signals: ['halfSpreadBps'],
      delaySteps: 2,
      movesPrices: true,
      borrowBpsAnnual: 30,
      fundingSpreadBpsAnnual: 80,
    });
    // The share of the commission counts, the spread that only a signal knows does not.
    expect(frictions.costBps).toBe(12);
    expect(createFrictions([{ kind: 'half-spread', halfSpreadBps: 3 }]).costBps).toBe(3);
    expect(frictions.priceShift(4, 100)).toBeCloseTo(0.04 + 0.04, 12);
  });

  it('describe themselves for people', () => {
    expect(createFrictions([all[0], all[1], all[4]]).description).toBe(
      '10 bps of the value traded + half-spread from halfSpreadBps + lots of 0.01',
    );
    expect(createFrictions([]).description).toBe('none');
    const descriptions = all.map((terms) => createFrictions([terms]).description);
    expect(new Set(descriptions).size).toBe(all.length);
  });

  it('cover every kind in this test', () => {
    expect(all.map(({ kind }) => kind)).toEqual([...frictionKinds]);
  });

  it('add up proportional costs into one item', () => {
    const two: FrictionTerms[] = [
      { kind: 'proportional', costBps: 10 },
      { kind: 'fixed-fee', feePercent: 1 },
      { kind: 'proportional', costBps: 2.5 },
    ];
    expect(createFrictions(two).chargeKinds).toEqual(['proportional', 'fixed-fee']);
    expect(createFrictions(two).costBps).toBe(12.5);
    expect(chargesOf(two, quantity, price).proportional).toEqual(
      chargesOf([{ kind: 'proportional', costBps: 12.5 }], quantity, price).proportional,
    );
  });
});

describe('frictions that make no sense', () => {
  it.each([
    [{ kind: 'proportional', costBps: -1 }, "costBps of 'proportional' is -1: expected a finite number >= 0"],
    [{ kind: 'proportional', costBps: Number.NaN }, "costBps of 'proportional' is NaN"],
    [{ kind: 'half-spread' }, "halfSpreadBps and signal of 'half-spread' are neither: expected one of the two"],
    [{ kind: 'half-spread', halfSpreadBps: 3, signal: 'x' }, "are 3 and 'x': expected one of the two"],
    [{ kind: 'half-spread', halfSpreadBps: -3 }, "halfSpreadBps of 'half-spread' is -3"],
    [{ kind: 'half-spread', signal: '' }, 'signal of \'half-spread\' is "": expected the name of a signal'],
    [{ kind: 'fixed-fee', feePercent: Number.POSITIVE_INFINITY }, "feePercent of 'fixed-fee' is Infinity"],
    [{ kind: 'minimum-fee', costBps: 1 }, "minimumFeePercent of 'minimum-fee' is undefined"],
    [{ kind: 'lots', lotUnits: 0 }, "lotUnits of 'lots' is 0: expected a finite number above 0"],
    [{ kind: 'quadratic-impact', temporaryBpsPerUnit: -2 }, "temporaryBpsPerUnit of 'quadratic-impact' is -2"],
    [
      { kind: 'square-root-impact', temporaryBpsPerRootUnit: 1, permanentBpsPerRootUnit: -1 },
      "permanentBpsPerRootUnit of 'square-root-impact' is -1",
    ],
    [{ kind: 'delay', delaySteps: 1.5 }, "delaySteps of 'delay' is 1.5: expected a whole number of hedging steps >= 0"],
    [{ kind: 'borrow', borrowBpsAnnual: '30' }, "borrowBpsAnnual of 'borrow' is 30"],
    [{ kind: 'funding', spreadBpsAnnual: -5 }, "spreadBpsAnnual of 'funding' is -5"],
    [{ kind: 'slippage' }, `kind of friction is "slippage": expected one of proportional, half-spread`],
    [{ kind: 'proportionl' }, `kind of friction is "proportionl": did you mean 'proportional'?`],
    [{}, 'kind of friction is missing: expected one of'],
    [null, 'frictions.0 is null: expected a group with the key kind, one of proportional, half-spread'],
    [undefined, 'frictions.0 is missing: expected a group'],
    ['lots', 'frictions.0 is "lots": expected a group'],
  ])('%o', (terms, message) => {
    let thrown: unknown;
    try {
      createFrictions([terms as FrictionTerms]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect((thrown as RangeError).message).toContain(message);
  });

  it('two of a kind', () => {
    const lots: FrictionTerms = { kind: 'lots', lotUnits: 1 };
    expect(() => createFrictions([lots, { kind: 'delay', delaySteps: 1 }, lots])).toThrow(
      "frictions hold 'lots' twice: expected at most one of a kind",
    );
  });

  it('a negative share that a sum would hide', () => {
    expect(() =>
      createFrictions([
        { kind: 'proportional', costBps: 10 },
        { kind: 'proportional', costBps: -4 },
      ]),
    ).toThrow("costBps of 'proportional' is -4");
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a spread of %d where something is traded', (spread) => {
    const signals = { wide: Float64Array.of(1, spread) };
    const terms: FrictionTerms = { kind: 'half-spread', signal: 'wide' };
    expect(() => chargesOf([terms], [1, 1], [100, 100], signals)).toThrow(
      `signal 'wide' is ${spread} at a trade of path 1: expected a half-spread in basis points`,
    );
    expect(chargesOf([terms], [1, 0], [100, 100], signals)['half-spread']).toEqual([0.01, 0]);
  });
});
