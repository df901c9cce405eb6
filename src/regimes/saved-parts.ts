import { z } from 'zod';
import { InputError } from '../support/input-error.ts';

/** Probabilities may miss a sum of 1 by this much. */
const rounding = 1e-6;

const columnOf = (values: z.ZodType<number>) => z.array(values).transform((list) => Float64Array.from(list));

/** A saved list of numbers, by the values that it may hold. */
export const savedColumn = columnOf(z.number());
export const savedPositives = columnOf(z.number().positive());
export const savedProbabilities = columnOf(z.number().min(0).max(1));

/** What every saved regime model holds. */
export const savedShared = {
  features: z.array(z.string()).min(1),
  location: savedColumn,
  scale: savedPositives,
  states: z
    .array(z.object({ volAnnual: z.number().nonnegative(), meanDaily: z.number(), share: z.number().nonnegative() }))
    .min(1),
};

/** Throws an InputError unless every `states` probabilities add up to 1. */
export function checkDistributions(saved: string, lists: Readonly<Record<string, Float64Array>>, states: number): void {
  for (const [name, list] of Object.entries(lists)) {
    for (let at = 0; at < list.length; at += states) {
      const total = list.subarray(at, at + states).reduce((sum, probability) => sum + probability, 0);
      if (Math.abs(total - 1) <= rounding) continue;
      throw new InputError(
        `${saved}: ${name} has ${states} probabilities from number ${at} on that add up to ${total}, expected 1; save it again with toJSON()`,
      );
    }
  }
}

/** A table of `width` values a row, row by row, as rows. */
export function splitRows(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: values.length / width }, (_, k) => values.slice(k * width, (k + 1) * width));
}
