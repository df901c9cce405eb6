import { readFileSync } from 'node:fs';

/** Dimensions of the table: as many as have Sobol's property A. */
export const sobolDimensions = 1111;

const bits = 32;
let table: readonly string[] | undefined;

/**
 * The 32 direction numbers of one dimension of Sobol's sequence, bits in reverse: the first digit in the lowest bit.
 * Primitive polynomials and first numbers are Joe and Kuo's set D(6), "Constructing Sobol sequences with better
 * two-dimensional projections" (2008), data/sobol-joe-kuo-1111.txt.
 *
 * @param dimension from 0, below `sobolDimensions`
 */
export function sobolDirections(dimension: number): Uint32Array {
  const directions = new Uint32Array(bits);
  const [degree, coefficients, ...first] = dimension === 0 ? [bits, 0] : readLine(dimension);
  for (let i = 0; i < bits; i++) {
    if (i < degree) {
      directions[i] = (first[i] ?? 1) << (bits - 1 - i);
      continue;
    }
    let next = directions[i - degree] ^ (directions[i - degree] >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((coefficients >>> (degree - 1 - k)) & 1) next ^= directions[i - k];
    }
    directions[i] = next;
  }
  return directions.map(reverseBits);
}

/** Degree, coefficients and first numbers of a dimension: a line of the file begins with the dimension, counted from 1. */
function readLine(dimension: number): number[] {
  table ??= readFileSync(new URL('../../../data/sobol-joe-kuo-1111.txt', import.meta.url), 'utf8').split('\n');
  return table[dimension].split(' ').slice(1).map(Number);
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let i = 0; i < bits; i++) reversed |= ((value >>> i) & 1) << (bits - 1 - i);
  return reversed;
}
