/** Throws a RangeError unless a policy's parameter is a finite number >= 0. */
export function expectNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${name} is ${value}: expected a finite number >= 0`);
  }
}
