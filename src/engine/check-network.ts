/** Throws a RangeError unless a figure of a network's shape is a whole number from 1 to 65 536. */
export function requireSize(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 65_536) {
    throw new RangeError(`${name} is ${describe(value)}: expected a whole number from 1 to 65536`);
  }
}

/**
 * Throws a RangeError unless a value is a Float32Array of the length expected.
 *
 * @param remark what else the message says, such as ', the last one the threshold of CVaR'
 */
export function requireLength(name: string, values: Float32Array, expected: number, remark = ''): void {
  if (!isArrayOf('Float32Array', values)) {
    throw new RangeError(`${name} is ${describe(values)}: expected a Float32Array of length ${expected}${remark}`);
  }
  if (values.length !== expected) {
    throw new RangeError(`${name} has length ${values.length}: expected ${expected}${remark}`);
  }
}

/** Throws a RangeError unless a value is an object with fields. */
export function requireObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`${name} is ${describe(value)}: expected an object`);
  }
}

/** Throws a RangeError unless a value is a list of layers; whether each makes sense is for `checkNetworkShape` to say. */
export function requireLayers(layers: readonly unknown[]): void {
  if (!Array.isArray(layers)) throw new RangeError(`layers is ${describe(layers)}: expected a list of layers`);
  for (const [l, layer] of layers.entries()) requireObject(`layers[${l}]`, layer);
}

/** Throws a RangeError unless a key of dropout masks is absent or a whole number in [0, 2^53). */
export function requireDropoutKey(key: number | undefined): void {
  if (key !== undefined && !(Number.isSafeInteger(key) && key >= 0)) {
    throw new RangeError(`dropoutKey is ${describe(key)}: expected a whole number in [0, 2^53)`);
  }
}

/** Whether a value is a typed array of a class, whichever realm it was made in. */
export function isArrayOf(kind: 'Float32Array' | 'Int32Array', value: unknown): boolean {
  return ArrayBuffer.isView(value) && (value as Float32Array)[Symbol.toStringTag] === kind;
}

/** A value in a message: numbers and texts as they are, of what holds more its kind alone. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return kind === 'Object' ? 'an object' : `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
