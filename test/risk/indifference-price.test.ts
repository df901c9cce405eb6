import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cvar } from '../../src/risk/cvar.ts';
import { downside } from '../../src/risk/downside.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { indifferencePrice } from '../../src/risk/indifference-price.ts';
import { isoelastic } from '../../src/risk/isoelastic.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { quadraticCvar } from '../../src/risk/quadratic-cvar.ts';
import { variance } from '../../src/risk/variance.ts';

const samples = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 });
const wealthy = isoelastic(2, 10);

describe('indifferencePrice', () => {
  it('is a difference of certainty equivalents where cash is cash', () => {
    const contract = Float64Array.of(-1, -3, -2, 0);
    const alone = Float64Array.of(1, -1, 3, 0);
    expect(indifferencePrice(cvar(0.5), contract)).toBe(2.5);
    expect(indifferencePrice(cvar(0.5), contract, alone)).toBe(2);
    expect(indifferencePrice(variance(), contract, alone)).toBe(2.25);
    expect(indifferencePrice(quadraticCvar(1), contract, alone)).toBe(2.25);
    // Two sure amounts.
    expect(indifferencePrice(meanSd(1), Float64Array.of(-7), Float64Array.of(2))).toBe(9);
  });

  it('of a normal risk is its mean loss and λσ²/2 more, whatever else is held', () => {
    // Independent of what is earned alone: every pair is there once.
    const risk = [-2, -1, 0, 3];
    const other = [1, 4, -2];
    const both = Float64Array.from(risk.flatMap((x) => other.map((y) => x + y)));
    const price = indifferencePrice(entropic(0.5), both, Float64Array.from(other));
    expect(price).toBeCloseTo(indifferencePrice(entropic(0.5), Float64Array.from(risk)), 13);
  });

  it('solves for the premium where wealth matters', () => {
    // (10 + p)(5 + p) = 10².
    const price = indifferencePrice(isoelastic(1, 10), Float64Array.of(0, -5));
    expect(price).toBeCloseTo((Math.sqrt(425) - 15) / 2, 13);
    // The premium may be all that leaves some wealth.
    expect(indifferencePrice(isoelastic(1, 10), Float64Array.of(0, -15))).toBeCloseTo((Math.sqrt(625) - 5) / 2, 13);
  });

  it.each([wealthy, isoelastic(1, 10), downside(), downside({ target: 3 })])(
    'leaves the desk as it was, by $name, and a little less does not',
    (criterion) => {
      fc.assert(
        fc.property(samples, samples, (values, others) => {
          const contract = Float64Array.from(values);
          const alone = Float64Array.from(others);
          const price = indifferencePrice(criterion, contract, alone);
          const aim = criterion.certaintyEquivalent(alone);
          const at = (premium: number) => {
            const pnl = contract.map((gain) => gain + premium);
            const isRuin = Math.min(...pnl) <= (criterion.lowestPnl ?? Number.NEGATIVE_INFINITY);
            return isRuin ? Number.POSITIVE_INFINITY : criterion.certaintyEquivalent(pnl);
          };
          expect(at(price)).toBeCloseTo(aim, 9);
          expect(at(price - 1e-4)).toBeGreaterThan(aim);
        }),
        {
          examples: [
            [[0], [0]],
            [[0, 0], [0]],
            [
              [2, 3],
              [5, 9],
            ],
          ],
        },
      );
    },
  );

  it('by a target is the least premium without a shortfall, where alone there is none', () => {
    expect(indifferencePrice(downside(), Float64Array.of(-1, 4), Float64Array.of(0, 8))).toBe(1);
    expect(indifferencePrice(downside(), Float64Array.of(2, 3), Float64Array.of(5, 9))).toBeCloseTo(-2, 14);
  });

  it('by a utility that bears ruin is the least premium that leaves wealth, when that is enough', () => {
    // Of wealth 0 and 90, √0 and √90 are as good as √22.5: more than the 20 of before, so that any wealth will do.
    const price = indifferencePrice(isoelastic(0.5, 10), Float64Array.of(0, 90), Float64Array.of(10));
    expect(price).toBeCloseTo(-10, 14);
    expect(price).toBeGreaterThan(-10);
  });

  it('refuses empty samples and trading alone that ruins, and makes NaN of NaN', () => {
    expect(() => indifferencePrice(wealthy, new Float64Array(0))).toThrow('the sample is empty');
    expect(() => indifferencePrice(cvar(0.5), Float64Array.of(1), new Float64Array(0))).toThrow('the sample is empty');
    expect(() => indifferencePrice(wealthy, Float64Array.of(1), Float64Array.of(-10))).toThrow(
      'wealth at outcome 0 is 0',
    );
    for (const criterion of [wealthy, cvar(0.5), downside()]) {
      expect(indifferencePrice(criterion, Float64Array.of(1, Number.NaN))).toBeNaN();
      expect(indifferencePrice(criterion, Float64Array.of(1), Float64Array.of(Number.NaN))).toBeNaN();
    }
  });
});
