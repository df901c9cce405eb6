import { InvalidArgumentError } from 'commander';
import { InputError } from '../support/input-error.ts';

/** `--seed --quiet` has forgotten the seed. */
export function takeValue(text: string): string {
  if (text.startsWith('--')) throw new InvalidArgumentError('It is an option, not a value.');
  return text;
}

/** Values of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, takeValue(value)];
}

export function parseThreads(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 256) return Number(text);
  throw new InputError(`--threads ${text}: expected a whole number from 1 to 256`);
}

/** A count given by a flag; 1e6 is one. */
export function parseWholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 1) return value;
  throw new InputError(`${flag} ${text}: expected a whole number of 1 or more`);
}
