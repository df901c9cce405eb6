/** Throws a RangeError unless an argument is a whole number of 1 or more. */
export function requireCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} is ${value}: expected a whole number of 1 or more`);
  }
}

/** Throws a RangeError unless an argument is a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} is ${value}: expected a finite number above 0`);
  }
}

/** Throws a RangeError unless an argument is a finite number of 0 or more. */
export function requireNonNegative(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} is ${value}: expected a finite number >= 0`);
  }
}

/** Throws a RangeError on a name that is none of those known. */
export function requireOneOf<T extends string>(name: string, value: T, known: readonly T[]): void {
  if (!known.includes(value)) throw new RangeError(`${name} is '${value}': expected one of ${known.join(', ')}`);
}
