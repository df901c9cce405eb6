import { beforeEach, describe, expect, it } from 'vitest';
import { poissonDistribution } from '../../../src/math/poisson.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { pathMemory } from './path-memory.ts';

const count = 4096;
let memory: ReturnType<typeof pathMemory>;
let row: Float64Array;
let out: Float64Array;
let normals: Float32Array;

beforeEach(() => {
  memory = pathMemory(2 ** 22);
  row = memory.doubles(count);
  out = memory.doubles(count);
  normals = memory.floats(count);
  const stream = createRandomStream(3, 'rows');
  normals.forEach((_, i) => {
    normals[i] = stream.normal();
  });
});

/** Largest relative difference. */
function worst(found: Float64Array, expected: (i: number) => number): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected(i)) / Math.abs(expected(i))), 0);
}

describe('expRow', () => {
  it('is the exponential, scaled, to two units in the last place', () => {
    row.forEach((_, i) => {
      row[i] = i < 2048 ? -707 + (i / 2048) * 1410 : (i - 3072) / 1e4;
    });
    memory.kernels.expRow(row.byteOffset, out.byteOffset, 1, count);
    expect(worst(out, (i) => Math.exp(row[i]))).toBeLessThan(4.5e-16);
    memory.kernels.expRow(row.byteOffset, row.byteOffset, 100, count);
    expect(worst(row, (i) => 100 * out[i])).toBeLessThan(1e-15);
  });

  it('stays finite and positive beyond the range of doubles', () => {
    row.fill(-2000).fill(2000, 2048);
    memory.kernels.expRow(row.byteOffset, out.byteOffset, 1, count);
    expect(out.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    expect(out[0]).toBeLessThan(1e-300);
    expect(out[2048]).toBeGreaterThan(1e300);
  });
});

describe('logRow', () => {
  it('is the logarithm, scaled, to two units in the last place', () => {
    row.forEach((_, i) => {
      row[i] = i < 2048 ? 2 ** ((i - 1024) * 0.99) * (1 + (i % 97) / 97) : 0.9 + (i - 2048) / 1e4 + 1e-7;
    });
    memory.kernels.logRow(row.byteOffset, out.byteOffset, 1, count);
    expect(worst(out, (i) => Math.log(row[i]))).toBeLessThan(4.5e-16);
  });
});

describe('sqrtRow', () => {
  it('is the square root, scaled', () => {
    row.forEach((_, i) => {
      row[i] = i / 7;
    });
    memory.kernels.sqrtRow(row.byteOffset, out.byteOffset, 2, count);
    expect(out.every((value, i) => value === 2 * Math.sqrt(i / 7))).toBe(true);
  });
});

describe('diffuseRow', () => {
  it('adds drift and scaled normals', () => {
    row.fill(5);
    memory.kernels.diffuseRow(row.byteOffset, normals.byteOffset, 0.1, 2, count);
    expect(row.every((value, i) => value === 5 + (0.1 + 2 * normals[i]))).toBe(true);
  });
});

describe('growRow', () => {
  it('multiplies by the exponential of moves up to a quarter', () => {
    normals.forEach((_, i) => {
      normals[i] = (i / count - 0.5) * 2;
    });
    row.fill(100);
    memory.kernels.growRow(row.byteOffset, normals.byteOffset, 0.01, 0.24, count);
    const moved = row.map((price) => Math.log(price / 100));
    const errors = moved.map((move, i) => Math.abs(move - (0.01 + 0.24 * normals[i])));
    expect(Math.max(...errors)).toBeLessThan(4e-8);
    expect(errors.every((error, i) => error < 2e-7 * Math.max(0.02, Math.abs(moved[i])))).toBe(true);
  });
});

describe('growByRow', () => {
  it('multiplies by the exponential of any move, and leaves the ratio of the values in its place', () => {
    row.forEach((_, i) => {
      row[i] = 50 + i / 7;
      out[i] = 3 * (i / count - 0.5) * normals[i];
    });
    const [before, moves] = [row.slice(), out.slice()];
    memory.kernels.growByRow(row.byteOffset, out.byteOffset, count);
    expect(worst(row, (i) => before[i] * Math.exp(moves[i]))).toBeLessThan(1e-15);
    expect(out.every((ratio, i) => ratio === row[i] / before[i])).toBe(true);
  });
});

describe('jumpRow', () => {
  it('adds as many normal jumps as the uniform says', () => {
    const uniforms = memory.doubles(count);
    const table = memory.doubles(40);
    const distribution = poissonDistribution(0.7);
    table.set(distribution);
    const stream = createRandomStream(4, 'jumps');
    uniforms.forEach((_, i) => {
      uniforms[i] = stream.uniform();
    });
    row.fill(1);
    const entries = distribution.length;
    memory.kernels.jumpRow(
      row.byteOffset,
      uniforms.byteOffset,
      normals.byteOffset,
      table.byteOffset,
      entries,
      -0.3,
      0.2,
      count,
    );
    const jumpsOf = (u: number) => distribution.filter((value) => u > value).length;
    for (let i = 0; i < count; i++) {
      const jumps = jumpsOf(uniforms[i]);
      expect(row[i]).toBeCloseTo(1 - 0.3 * jumps + 0.2 * Math.sqrt(jumps) * normals[i], 12);
    }
    expect(new Set(Array.from(uniforms, jumpsOf)).size).toBeGreaterThan(4);
  });
});

describe('lookUpRow', () => {
  it('reads cubics off a table exactly, and the edges beyond it', () => {
    const cubic = (x: number) => 2 - x + 0.5 * x * x - 0.1 * x ** 3;
    const entries = 21;
    const table = memory.doubles(entries);
    table.forEach((_, i) => {
      table[i] = cubic(-1 + i * 0.1);
    });
    row.forEach((_, i) => {
      row[i] = -1.5 + (3 * i) / count;
    });
    row[7] = Number.NaN;
    memory.kernels.lookUpRow(row.byteOffset, out.byteOffset, table.byteOffset, entries, -1, 10, count);
    expect(out[7]).toBeNaN();
    row[7] = 0;
    out[7] = cubic(0);
    expect(worst(out, (i) => cubic(Math.min(1, Math.max(-1, row[i]))))).toBeLessThan(1e-13);
  });
});
