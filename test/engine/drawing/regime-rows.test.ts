import { beforeEach, describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { pathMemory } from './path-memory.ts';

const count = 4096;
let memory: ReturnType<typeof pathMemory>;
let regimes: Float64Array;
let out: Float64Array;

beforeEach(() => {
  memory = pathMemory(2 ** 22);
  regimes = memory.doubles(count);
  out = memory.doubles(count);
});

/** The regime in which a uniform falls. */
const pick = (cumulative: Float64Array, states: number, regime: number, uniform: number) =>
  cumulative.subarray(regime * states, regime * states + states).findIndex((bound) => uniform < bound);

describe('switchRow', () => {
  // Two, three and four regimes; a move that never happens has a bound like the one before it.
  const chains = [
    [0.98, 1, 0.06, 1],
    [0.5, 0.9, 1, 0.1, 0.1, 1, 0, 0.3, 1],
    [0.1, 0.2, 0.3, 1, 0.5, 0.6, 0.6, 1, 0.25, 0.5, 0.75, 1, 0.9, 0.95, 1, 1],
  ].map((values) => Float64Array.from(values));

  it.each([0, 1, 2])('moves each path by the row of its regime: chain %i', (number) => {
    const cumulative = chains[number];
    const states = Math.sqrt(cumulative.length);
    const { uniforms, table } = prepare(cumulative, states);
    const before = regimes.slice();
    for (const paired of [false, true]) {
      regimes.set(before);
      const rest = [uniforms.byteOffset, table.byteOffset, states, paired, count] as const;
      memory.kernels.switchRow(regimes.byteOffset, out.byteOffset, ...rest);
      const expected = before.map((regime, i) => pick(cumulative, states, regime, uniforms[paired ? i - (i % 2) : i]));
      expect(out).toEqual(expected);
      memory.kernels.switchRow(regimes.byteOffset, regimes.byteOffset, ...rest);
      expect(regimes).toEqual(expected);
      expect(new Set(out).size).toBe(states);
    }
  });

  function prepare(cumulative: Float64Array, states: number) {
    const uniforms = memory.doubles(count);
    const table = memory.doubles(cumulative.length);
    table.set(cumulative);
    const stream = createRandomStream(5, 'switch');
    for (let i = 0; i < count; i++) {
      regimes[i] = i % states;
      // A uniform that is a bound itself belongs to the regime after it.
      uniforms[i] = i < 64 ? cumulative[i % cumulative.length] * 0.999999 : stream.uniform();
      if (i >= 64 && i < 128 && cumulative[i % cumulative.length] < 1) uniforms[i] = cumulative[i % cumulative.length];
    }
    return { uniforms, table };
  }
});

describe('regimeReturnRow', () => {
  it("draws by the mean and the standard deviation of each path's regime", () => {
    const laws = [0.001, 0.01, -0.002, 0.03, 0, 0.02];
    const table = memory.doubles(laws.length);
    table.set(laws);
    const normals = memory.floats(count);
    const stream = createRandomStream(6, 'returns');
    for (let i = 0; i < count; i++) {
      regimes[i] = (i * 7) % 3;
      normals[i] = stream.normal();
    }
    memory.kernels.regimeReturnRow(regimes.byteOffset, normals.byteOffset, out.byteOffset, table.byteOffset, count);
    expect(out).toEqual(regimes.map((regime, i) => laws[2 * regime] + laws[2 * regime + 1] * normals[i]));
  });
});

describe('mixRow', () => {
  it('is the weighted sum of the rows', () => {
    const rows = memory.doubles(3 * count);
    const weights = memory.doubles(3);
    weights.set([0.3, 2, -0.1]);
    rows.forEach((_, i) => {
      rows[i] = Math.sin(i);
    });
    memory.kernels.mixRow(rows.byteOffset, 8 * count, weights.byteOffset, 3, out.byteOffset, count);
    const sum = (i: number) => rows[i] * weights[0] + rows[count + i] * weights[1] + rows[2 * count + i] * weights[2];
    expect(out).toEqual(out.map((_, i) => sum(i)));
  });
});
