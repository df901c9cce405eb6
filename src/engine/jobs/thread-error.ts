import { InputError } from '../../support/input-error.ts';

/** An error as it crosses threads, where classes are lost. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** What was thrown, as it crosses threads. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: String(error) };
}

/** The error again, in its class where that is InputError or one of the language's. */
export function rebuildError({ name, message, stack }: ErrorData): Error {
  const known = { InputError, RangeError, TypeError, SyntaxError, ReferenceError }[name];
  const error: Error = known === undefined ? new Error(message) : new known(message);
  if (error.name !== name) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
