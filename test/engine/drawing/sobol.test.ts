import { describe, expect, it } from 'vitest';
import { bridgeSplits } from '../../../src/engine/drawing/bridge.ts';
import { sobolDimensions, sobolDirections } from '../../../src/engine/drawing/sobol-directions.ts';
import { pathMemory } from './path-memory.ts';

function reverseBits(value: number): number {
  return Number.parseInt(value.toString(2).padStart(32, '0').split('').reverse().join(''), 2);
}

/** The point of a number, unscrambled: Gray's code picks the direction numbers. */
function point(dimension: number, index: number): number {
  const directions = sobolDirections(dimension);
  const gray = index ^ (index >>> 1);
  let bits = 0;
  for (let i = 0; i < 32; i++) if ((gray >>> i) & 1) bits ^= directions[i];
  return reverseBits(bits >>> 0);
}

function scrambled(dimension: number, count: number, seed: number, first = 0): Uint32Array {
  const memory = pathMemory(2 ** 20);
  const directions = memory.words(32);
  directions.set(sobolDirections(dimension));
  const bits = memory.words(count);
  memory.kernels.sobolBits(bits.byteOffset, directions.byteOffset, first, seed, count);
  return Uint32Array.from(bits);
}

describe('sobolDirections', () => {
  // SciPy 1.10: qmc.Sobol(1111, scramble=False, bits=32), points 1, 2, 3, 7 and 1000 times 2^32.
  it.each([
    [0, [2147483648, 3221225472, 1073741824, 536870912, 943718400]],
    [1, [2147483648, 1073741824, 3221225472, 2684354560, 415236096]],
    [2, [2147483648, 1073741824, 3221225472, 1610612736, 2227175424]],
    [5, [2147483648, 3221225472, 1073741824, 1610612736, 3896508416]],
    [50, [2147483648, 1073741824, 3221225472, 3758096384, 1514143744]],
    [1110, [2147483648, 3221225472, 1073741824, 2684354560, 1589641216]],
  ])("gives SciPy's points in dimension %d", (dimension, points) => {
    expect([1, 2, 3, 7, 1000].map((index) => point(dimension, index))).toEqual(points);
  });

  it('has a table as long as promised', () => {
    // With an odd first number in each digit's place the matrix of directions is triangular: intervals fill evenly.
    for (let dimension = 0; dimension < sobolDimensions; dimension++) {
      const directions = sobolDirections(dimension);
      directions.forEach((direction, i) => {
        expect(direction >>> i).toBe(1);
      });
    }
  });
});

describe('sobolBits', () => {
  it.each([0, 1, 7, 200, 1110])('puts 256 points into 256 equal intervals in dimension %d', (dimension) => {
    for (const seed of [1, -123456789]) {
      const cells = new Set(Array.from(scrambled(dimension, 256, seed), (bits) => bits >>> 24));
      expect(cells.size).toBe(256);
    }
  });

  it('keeps every box of the first two dimensions filled alike', () => {
    const x = scrambled(0, 256, 11);
    const y = scrambled(1, 256, 2 ** 31 - 1);
    for (let bits = 0; bits <= 8; bits++) {
      // Shifts count modulo 32.
      const cell = (value: number, places: number) => (places === 0 ? 0 : value >>> (32 - places));
      const boxes = new Set(Array.from(x, (value, i) => `${cell(value, bits)}/${cell(y[i], 8 - bits)}`));
      expect(boxes.size).toBe(256);
    }
  });

  it('gives a point the same bits wherever a stretch begins', () => {
    const whole = scrambled(9, 512, 5);
    expect(scrambled(9, 64, 5, 333)).toEqual(whole.subarray(333, 397));
  });

  it('scrambles: seeds give other points, and digits after the first depend on those before', () => {
    const first = scrambled(3, 4096, 21);
    expect(scrambled(3, 4096, 22)).not.toEqual(first);
    // The second digit is turned over in one half of the interval and not in the other, for about half of the seeds.
    let differing = 0;
    for (let seed = 0; seed < 200; seed++) {
      const bits = scrambled(0, 16, Math.imul(seed + 1, 0x9e3779b9));
      // Points 0 to 3 of dimension 0 are 0, ½, ¾, ¼.
      const turned = (scrambledBits: number, digit: number) => ((scrambledBits >>> 30) & 1) ^ digit;
      if (turned(bits[0], 0) !== turned(bits[1], 0)) differing++;
    }
    expect(differing).toBeGreaterThan(70);
    expect(differing).toBeLessThan(130);
  });
});

describe('bridgeSplits', () => {
  it.each([1, 2, 7, 64, 253])('gives each of %d substeps one normal, whole stretches first', (substeps) => {
    const splits = bridgeSplits(substeps);
    expect([0, ...splits.map(({ middle }) => middle)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: substeps }, (_, i) => i),
    );
    // Followed from the first normal on, the substeps' increments are an orthogonal transform of the normals.
    const rows = Array.from({ length: substeps }, (_, i) =>
      Array.from({ length: substeps }, (_, j) => Number(i === j)),
    );
    for (const { start, middle, before, after } of splits) {
      const [a, b] = [rows[start], rows[middle]];
      rows[start] = a.map((x, i) => before * x + after * b[i]);
      rows[middle] = a.map((x, i) => after * x - before * b[i]);
    }
    for (let i = 0; i < substeps; i++) {
      // The first normal moves the end of the path alone: all increments carry it alike.
      expect(rows[i][0]).toBeCloseTo(1 / Math.sqrt(substeps), 13);
      for (const j of [0, i]) {
        const product = rows[i].reduce((sum, x, k) => sum + x * rows[j][k], 0);
        expect(product).toBeCloseTo(Number(i === j), 12);
      }
    }
  });
});
