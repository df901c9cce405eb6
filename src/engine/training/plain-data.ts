import { describe } from '../check-network.ts';

/**
 * A copy of data that JSON keeps as it is: texts, finite numbers, true and false, null, and lists and plain objects of
 * these. An object's fields that are undefined are left out; what has a `toJSON` stands for what that gives. Throws a
 * RangeError for anything else, by its place.
 *
 * @example
 * plainData('fingerprint', { seed: 7, layers: [16, undefined] }); // fingerprint.layers[1] is undefined: expected …
 */
export function plainData(place: string, value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // Without the sign of 0, which JSON leaves out.
      if (Number.isFinite(value)) return value + 0;
      break;
    case 'object':
      if (value === null) return value;
      if (Array.isArray(value)) return Array.from(value, (item, k) => plainData(`${place}[${k}]`, item));
      if (hasToJson(value)) return plainData(place, value.toJSON());
      if (Object.prototype.toString.call(value) === '[object Object]') return plainObject(place, value);
      break;
  }
  throw new RangeError(`${place} is ${describe(value)}: expected plain data that JSON keeps`);
}

function plainObject(place: string, value: object): unknown {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([key, field]) => [key, plainData(`${place}.${key}`, field)]));
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
