import { beforeEach, describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/math/normal.ts';
import { pathKey } from '../../../src/math/path-key.ts';
import { philox } from '../../../src/math/philox.ts';
import { pathMemory } from './path-memory.ts';

const key = pathKey(5, 'draws');
let memory: ReturnType<typeof pathMemory>;

beforeEach(() => {
  memory = pathMemory(2 ** 24);
});

interface Fill {
  readonly count: number;
  readonly unit?: number;
  readonly group?: number;
  readonly factor?: number;
  readonly mirrored?: boolean;
}

/** Rows of four substeps, one after the other. */
function fillNormals({ count, unit = 0, group = 0, factor = 0, mirrored = false }: Fill): Float32Array {
  const rows = memory.floats(4 * count);
  const high = Math.floor(unit / 2 ** 32);
  const { low, high: keyHigh } = key;
  const at = rows.byteOffset;
  memory.kernels.fillNormals(at, 4 * count, count, unit | 0, high, group, factor, low, keyHigh, mirrored);
  return rows;
}

function fillUniforms({ count, unit = 0, group = 0, factor = 0, mirrored = false }: Fill): Float64Array {
  const rows = memory.doubles(4 * count);
  const high = Math.floor(unit / 2 ** 32);
  const { low, high: keyHigh } = key;
  const at = rows.byteOffset;
  memory.kernels.fillUniforms(at, 8 * count, count, unit | 0, high, group, factor, low, keyHigh, mirrored);
  return rows;
}

function philoxWords(unit: number, group: number, factor: number): Uint32Array {
  const words = new Uint32Array(4);
  philox(words, unit >>> 0, Math.floor(unit / 2 ** 32), group, factor, key.low, key.high);
  return words;
}

describe('fillUniforms', () => {
  it.each([0, 1000, 2 ** 32 - 16, 2 ** 40 + 3])('gives word j of unit %d to substep j', (unit) => {
    const rows = fillUniforms({ count: 16, unit, group: 9, factor: 2 });
    for (let path = 0; path < 16; path++) {
      const words = philoxWords(unit + path, 9, 2);
      for (let j = 0; j < 4; j++) expect(rows[16 * j + path]).toBe((words[j] + 0.5) / 2 ** 32);
    }
  });

  it('mirrors each second value', () => {
    const plain = fillUniforms({ count: 16, unit: 40 });
    const mirrored = fillUniforms({ count: 32, unit: 40, mirrored: true });
    for (let j = 0; j < 4; j++) {
      for (let pair = 0; pair < 16; pair++) {
        expect(mirrored[32 * j + 2 * pair]).toBe(plain[16 * j + pair]);
        expect(mirrored[32 * j + 2 * pair + 1]).toBe(1 - plain[16 * j + pair]);
      }
    }
  });
});

describe('fillNormals', () => {
  it('gives Φ⁻¹ of the uniforms of the same numbers', () => {
    const normals = fillNormals({ count: 4096, unit: 2 ** 33, group: 3, factor: 1 });
    const uniforms = fillUniforms({ count: 4096, unit: 2 ** 33, group: 3, factor: 1 });
    let worst = 0;
    for (let i = 0; i < normals.length; i++) {
      const density = Math.exp(-0.5 * normals[i] ** 2) / Math.sqrt(2 * Math.PI);
      worst = Math.max(worst, Math.abs(normalCdf(normals[i]) - uniforms[i]) / density);
    }
    expect(worst).toBeLessThan(2e-6);
  });

  it('gives a value the same bits wherever in a row it stands', () => {
    const whole = fillNormals({ count: 512, unit: 100 });
    const part = fillNormals({ count: 64, unit: 137 });
    for (let j = 0; j < 4; j++) {
      expect(part.subarray(64 * j, 64 * j + 64)).toEqual(whole.subarray(512 * j + 37, 512 * j + 101));
    }
  });

  it('mirrors each second value', () => {
    const plain = fillNormals({ count: 256, unit: 40 });
    const mirrored = fillNormals({ count: 512, unit: 40, mirrored: true });
    for (let j = 0; j < 4; j++) {
      for (let pair = 0; pair < 256; pair++) {
        expect(mirrored[512 * j + 2 * pair]).toBe(plain[256 * j + pair]);
        expect(mirrored[512 * j + 2 * pair + 1]).toBe(-plain[256 * j + pair]);
      }
    }
  });

  it('has the moments and the distribution of the normal law', () => {
    const values = fillNormals({ count: 2 ** 18 });
    const n = values.length;
    const moment = (power: number) => values.reduce((sum, z) => sum + z ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(3.5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(3.5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(3.5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(3.5 * Math.sqrt(96 / n));
    expect(Math.abs(moment(6) - 15)).toBeLessThan(3.5 * Math.sqrt((10395 - 225) / n));
    // Kolmogorov and Smirnov: 1.95 / √n is passed by chance once in a thousand.
    const sorted = Float32Array.from(values).sort();
    let distance = 0;
    for (let i = 0; i < n; i++) distance = Math.max(distance, Math.abs(normalCdf(sorted[i]) - (i + 0.5) / n));
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
    // Beyond 4 lie 63.3 of 2^20 on average.
    const far = values.filter((z) => Math.abs(z) > 4).length;
    expect(Math.abs(far - n * 2 * normalCdf(-4))).toBeLessThan(3.5 * Math.sqrt(n * 2 * normalCdf(-4)));
  });

  it('does not tie steps, factors or neighbouring paths to each other', () => {
    const count = 2 ** 16;
    const first = fillNormals({ count });
    const others = [
      first.subarray(count, 2 * count),
      first.subarray(3 * count),
      first.subarray(1),
      fillNormals({ count, group: 1 }),
      fillNormals({ count, factor: 1 }),
      fillNormals({ count, unit: 2 ** 32 }),
    ];
    for (const other of others) {
      let product = 0;
      for (let i = 0; i < count; i++) product += first[i] * other[i];
      expect(Math.abs(product / count)).toBeLessThan(3.5 / Math.sqrt(count));
    }
  });
});

describe('normalsFromBits', () => {
  // SciPy: scipy.special.ndtri((w + 0.5) / 2**32), by symmetry above the middle.
  it.each([
    [0, -6.3379577545537895],
    [1, -6.166429517819751],
    [5, -5.957507662988573],
    [1000, -5.039851125968712],
    [123456789, -1.8995739955060655],
    [3000000000, 0.5200680618488762],
    [4294967295, 6.3379577545537895],
  ])('turns %d into %d', (word, normal) => {
    expect(Math.abs(fromBits([word])[0] / normal - 1)).toBeLessThan(6e-7);
  });

  it('is continuous through the middle and rises', () => {
    const around = fromBits([2 ** 31 - 2000, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 2000]);
    expect(Math.abs(around[1])).toBeLessThan(1e-7);
    expect(Math.abs(around[2])).toBeLessThan(1e-7);
    expect(around[3]).toBeCloseTo((2000 / 2 ** 32) * Math.sqrt(2 * Math.PI), 7);
    const values = fromBits(Array.from({ length: 2 ** 16 }, (_, i) => i * 65536 + 12345));
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
  });

  it('keeps the tail: Φ⁻¹ to 6e-7 over all powers of two', () => {
    const words = Array.from({ length: 31 * 64 }, (_, i) => Math.floor(2 ** (i / 64)));
    const values = fromBits(words);
    words.forEach((word, i) => {
      // One step of Newton's method on ln Φ tells how far a tail's value is off.
      const u = (word + 0.5) / 2 ** 32;
      const slope = Math.exp(-0.5 * values[i] ** 2) / Math.sqrt(2 * Math.PI) / normalCdf(values[i]);
      const error = Math.log(normalCdf(values[i]) / u) / slope;
      expect(Math.abs(error)).toBeLessThan(6e-7 * Math.max(1, Math.abs(values[i])));
    });
  });

  function fromBits(words: readonly number[]): Float32Array {
    const count = Math.ceil(words.length / 16) * 16;
    const bits = memory.words(count);
    const values = memory.floats(count);
    bits.set(words);
    memory.kernels.normalsFromBits(bits.byteOffset, values.byteOffset, count);
    return values.subarray(0, words.length);
  }
});
