/** Of a value in a message. */
const MOST_CHARACTERS = 80;

/**
 * Names the first place where plain data (what JSON can hold) differs from what was expected, with both values; nothing
 * where they are equal. Keys may stand in any order, and a key whose value is undefined counts as absent.
 *
 * @example
 * firstDifference({ seed: 1, rate: { from: 0.1 } }, { seed: 1, rate: { from: 0.2 } }); // 'rate.from is 0.1: expected 0.2'
 */
export function firstDifference(found: unknown, expected: unknown, path = ''): string | undefined {
  if (isContainer(found) && isContainer(expected) && Array.isArray(found) === Array.isArray(expected)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const difference = firstDifference(found[key], expected[key], path === '' ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return Object.is(found, expected) ? undefined : `${path || 'it'} is ${text(found)}: expected ${text(expected)}`;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  if (value === undefined) return 'not set';
  const json = JSON.stringify(value);
  return json.length <= MOST_CHARACTERS ? json : `${json.slice(0, MOST_CHARACTERS)}…`;
}
