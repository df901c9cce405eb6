import { z } from 'zod';

/*
 * Fields of contracts in files. Each refuses with 'expected …', to which the reader of a file adds where and what.
 */

/** Names the payoff of the options inside path-dependent contracts. */
export const optionField = () =>
  z.enum(['call', 'put'], { error: 'expected call or put' }).describe('Payoff of the option.');

/** A level: a multiple of spot at writing, or money. */
export const levelField = (description: string) =>
  z.number({ error: 'expected a finite number' }).describe(`${description} A multiple of the scale.`);

export const numberField = (description: string) =>
  z.number({ error: 'expected a finite number' }).describe(description);

export const positiveField = (description: string) => {
  const error = 'expected a number above 0';
  return z.number({ error }).positive({ error }).describe(description);
};

export const nonNegativeField = (description: string) => {
  const error = 'expected a number >= 0';
  return z.number({ error }).min(0, { error }).describe(description);
};

/** Strikes of a combination, from the lowest. */
export const strikesField = <T extends [z.ZodNumber, ...z.ZodNumber[]]>(levels: T, description: string) =>
  z
    .tuple(levels, { error: `expected a list of ${levels.length} strikes, from the lowest` })
    .describe(`${description} Multiples of the scale, increasing.`);

export const strike = () => levelField('Strike.');

export const bareLevel = () => z.number({ error: 'expected a finite number' });
