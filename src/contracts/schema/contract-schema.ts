import { z } from 'zod';
import { findTermsProblem } from '../check-terms.ts';
import type { ContractTerms } from '../contract-terms.ts';
import {
  bareLevel,
  levelField,
  nonNegativeField,
  numberField,
  optionField,
  positiveField,
  strike,
  strikesField,
} from './contract-fields.ts';

const type = <T extends ContractTerms['type']>(name: T) => z.literal(name).describe('Sort of contract.');
const two = () => [bareLevel(), bareLevel()] as [z.ZodNumber, z.ZodNumber];
const four = () => [...two(), ...two()] as [z.ZodNumber, z.ZodNumber, z.ZodNumber, z.ZodNumber];

const single = [
  z.strictObject({ type: type('call'), strike: strike() }).describe('European call: (S − K)⁺.'),
  z.strictObject({ type: type('put'), strike: strike() }).describe('European put: (K − S)⁺.'),
  z.strictObject({ type: type('straddle'), strike: strike() }).describe('Call and put at one strike.'),
  z
    .strictObject({ type: type('strangle'), strikes: strikesField(two(), 'Strikes of the put and of the call.') })
    .describe('Put at the lower strike and call at the upper.'),
  z
    .strictObject({ type: type('call-spread'), strikes: strikesField(two(), 'Strikes bought and written.') })
    .describe('Call bought at the lower strike, call written at the upper.'),
  z
    .strictObject({ type: type('put-spread'), strikes: strikesField(two(), 'Strikes written and bought.') })
    .describe('Put bought at the upper strike, put written at the lower.'),
  z
    .strictObject({ type: type('collar'), strikes: strikesField(two(), 'Strikes of the put and of the call.') })
    .describe('Put bought at the lower strike, call written at the upper; the options alone, without shares.'),
  z
    .strictObject({ type: type('condor'), strikes: strikesField(four(), 'Strikes of the calls.') })
    .describe('Calls bought at the outer strikes, written at the inner ones.'),
  z
    .strictObject({
      type: type('piecewise-linear'),
      points: z
        .array(z.tuple(two(), { error: 'expected a pair [price, payoff]' }), {
          error: 'expected a list of [price, payoff]',
        })
        .min(1, { error: 'expected at least one point [price, payoff]' })
        .describe('[price, payoff] pairs that the payoff runs through, prices increasing; multiples of the scale.'),
      leftSlope: numberField('Slope of the payoff below the first point.'),
      rightSlope: numberField('Slope of the payoff above the last point.'),
    })
    .describe('Any payoff of straight pieces.'),
  z
    .strictObject({
      type: type('digital'),
      option: optionField(),
      strike: strike(),
      pays: z
        .enum(['cash', 'asset'], { error: 'expected cash or asset' })
        .describe('cash: a fixed level; asset: one unit of the underlying.'),
      cash: positiveField('Level paid; with pays cash alone.').optional(),
    })
    .describe('Pays in full when in the money at expiry, and nothing otherwise.'),
  z
    .strictObject({
      type: type('asian'),
      option: optionField(),
      average: z
        .enum(['arithmetic', 'geometric'], { error: 'expected arithmetic or geometric' })
        .describe('Mean taken of the fixings.'),
      strike: strike(),
    })
    .describe('Option on the average of the fixings, the price at writing not among them.'),
  z
    .strictObject({
      type: type('lookback'),
      option: optionField(),
      kind: z
        .enum(['fixed', 'floating'], { error: 'expected fixed or floating' })
        .describe('fixed: max − K or K − min; floating: S − min or max − S.'),
      strike: levelField('Strike; with kind fixed alone.').optional(),
    })
    .describe('Option on the highest or lowest of writing and all fixings.'),
  z
    .strictObject({
      type: type('barrier'),
      option: optionField(),
      knock: z
        .enum(['up-and-in', 'up-and-out', 'down-and-in', 'down-and-out'], {
          error: 'expected up-and-in, up-and-out, down-and-in or down-and-out',
        })
        .describe('Side of the barrier, and whether the option lives or dies there.'),
      strike: strike(),
      barrier: levelField('Barrier, observed at every fixing.'),
      rebate: nonNegativeField('Level paid at expiry when knocked out, or never knocked in; 0 by default.').optional(),
    })
    .describe('Option that lives or dies when a fixing is at or beyond the barrier.'),
  z
    .strictObject({
      type: type('forward-start'),
      option: optionField(),
      moneyness: positiveField('Strike over the price at the start.'),
      startShare: z
        .number({ error: 'expected a number above 0 and below 1' })
        .gt(0, { error: 'expected a number above 0 and below 1' })
        .lt(1, { error: 'expected a number above 0 and below 1' })
        .describe('Share of the life that has passed when the strike is set; the nearest fixing counts.'),
    })
    .describe('Option whose strike is set by the price at a later fixing.'),
  z
    .strictObject({
      type: type('variance-swap'),
      strikeVol: nonNegativeField('Volatility whose square is paid, a decimal a year.'),
      notional: numberField('Level paid per 1.00 of variance.'),
    })
    .describe('Pays realised variance a year less the strike, from squared log returns of the fixings.'),
] as const;

const leg = z
  .strictObject({
    quantity: numberField('Contracts held: above 0 bought, below 0 written.'),
    contract: z.discriminatedUnion('type', single),
  })
  .describe('Contracts of one sort.');

const book = z
  .strictObject({
    type: type('book'),
    legs: z
      .array(leg, { error: 'expected a list of legs, each with quantity and contract' })
      .min(1, { error: 'expected at least one leg' })
      .describe('Contracts of the book; they share its expiry.'),
  })
  .describe('Several contracts of one expiry, with signs and sizes.');

/**
 * Terms of any contract as files hold them: told apart by `type`, unknown keys refused. A book's legs are contracts that
 * are no books. `parseContractTerms` reads with it and says what is wrong in words.
 */
export const contractTermsSchema = z
  .discriminatedUnion('type', [...single, book])
  .superRefine((terms, context) => {
    const problem = findTermsProblem(terms as ContractTerms);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [...problem.path], message: problem.message });
  })
  .describe('The contract hedged.') as unknown as z.ZodType<ContractTerms, ContractTerms>;

/** Names of all sorts of contracts. */
export const contractTypes: readonly ContractTerms['type'][] = [...single, book].map(
  ({ shape }) => shape.type.value as ContractTerms['type'],
);

/** Keys that each sort of contract may have. */
export const contractKeys: Readonly<Record<ContractTerms['type'], readonly string[]>> = Object.fromEntries(
  [...single, book].map(({ shape }) => [shape.type.value, Object.keys(shape)]),
) as unknown as Record<ContractTerms['type'], readonly string[]>;
