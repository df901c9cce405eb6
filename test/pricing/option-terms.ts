import fc from 'fast-check';
import type { OptionType } from '../../src/contracts/european.ts';

export const optionTypes: readonly OptionType[] = ['call', 'put'];

/** Ordinary terms: spot near 100, strike within four standard deviations, carry of either sign. */
export interface OrdinaryTerms {
  readonly spot: number;
  readonly strike: number;
  readonly years: number;
  readonly rate: number;
  readonly dividendYield: number;
  readonly vol: number;
}

export const ordinaryTerms: fc.Arbitrary<OrdinaryTerms> = fc
  .record({
    spot: fc.double({ min: 20, max: 500, noNaN: true }),
    deviations: fc.double({ min: -4, max: 4, noNaN: true }),
    years: fc.double({ min: 1 / 52, max: 3, noNaN: true }),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    dividendYield: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    vol: fc.double({ min: 0.05, max: 0.8, noNaN: true }),
  })
  .map(({ spot, deviations, ...rest }) => {
    const strike = spot * Math.exp(deviations * rest.vol * Math.sqrt(rest.years));
    return { spot, strike, ...rest };
  });

export const anyType: fc.Arbitrary<OptionType> = fc.constantFrom(...optionTypes);

/** Settings of every property here: the same cases each time. */
export const sameCases = { seed: 20240131, numRuns: 200 } as const;
