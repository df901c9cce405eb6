import { beforeEach, describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { pathMemory } from './path-memory.ts';

const count = 4096;
/** A whole number that is no power of two, so that places run over all low bits. */
const days = 1777;
let memory: ReturnType<typeof pathMemory>;
let day: Float64Array;
let row: Float64Array;
let table: Float64Array;
const stream = createRandomStream(6, 'resample rows');

beforeEach(() => {
  memory = pathMemory(2 ** 20);
  day = memory.doubles(count);
  row = memory.doubles(count);
  table = memory.doubles(days);
  day.forEach((_, i) => {
    day[i] = (i * 911) % days;
    row[i] = 1 + i / count;
  });
  table.forEach((_, i) => {
    table[i] = 1 + 0.1 * Math.sin(i * i);
  });
});

function uniforms(): Float64Array {
  const values = memory.doubles(count);
  values.forEach((_, i) => {
    values[i] = stream.uniform();
  });
  return values;
}

/** Largest relative difference. */
function worst(found: Float64Array, expected: (i: number) => number): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value / expected(i) - 1)), 0);
}

describe('pickRow', () => {
  it('takes the whole part of a uniform times the entries, from the first entry to the last', () => {
    const u = uniforms();
    u[0] = 0.5 / 2 ** 32;
    u[1] = 1 - 0.5 / 2 ** 32;
    for (const entries of [1, 2, days, 20_000]) {
      memory.kernels.pickRow(u.byteOffset, row.byteOffset, entries, count);
      expect([...row]).toEqual(Array.from(u, (value) => Math.floor(value * entries)));
      expect(row[0]).toBe(0);
      expect(row[1]).toBe(entries - 1);
    }
  });
});

describe('nextDayRow', () => {
  it('picks a fresh day where the block ends, and goes on elsewhere, around the end of history', () => {
    const [ends, picks] = [uniforms(), uniforms()];
    day[0] = days - 1;
    ends[0] = 0.9;
    day[1] = days - 1;
    ends[1] = 0.1;
    const before = Array.from(day);
    memory.kernels.nextDayRow(day.byteOffset, ends.byteOffset, picks.byteOffset, 0.3, days, count);
    const expected = before.map((each, i) => (ends[i] < 0.3 ? Math.floor(picks[i] * days) : (each + 1) % days));
    expect([...day]).toEqual(expected);
    expect(day[0]).toBe(0);
  });

  it('ends every block at a chance of 1, also at the largest uniform, and knows no day but the one of a history of one', () => {
    const [ends, picks] = [uniforms(), uniforms()];
    ends.fill(1 - 0.5 / 2 ** 32, 0, 16);
    memory.kernels.nextDayRow(day.byteOffset, ends.byteOffset, picks.byteOffset, 1, days, count);
    expect([...day]).toEqual(Array.from(picks, (u) => Math.floor(u * days)));
    day.fill(0);
    memory.kernels.nextDayRow(day.byteOffset, ends.byteOffset, picks.byteOffset, 0.5, 1, count);
    expect(day.every((each) => each === 0)).toBe(true);
  });
});

describe('gatherRow', () => {
  it('reads a table, however long, at each place', () => {
    const long = memory.doubles(50_000);
    long.forEach((_, i) => {
      long[i] = 0.5 - i;
    });
    day.forEach((_, i) => {
      day[i] = (i * 9973) % 50_000;
    });
    day[5] = 49_999;
    memory.kernels.gatherRow(day.byteOffset, row.byteOffset, long.byteOffset, count);
    expect([...row]).toEqual(Array.from(day, (each) => 0.5 - each));
  });
});

describe('scaleByDayRow', () => {
  it("multiplies by the day's entry and a factor", () => {
    const before = row.slice();
    memory.kernels.scaleByDayRow(row.byteOffset, day.byteOffset, table.byteOffset, 0.97, count);
    expect(worst(row, (i) => before[i] * table[day[i]] * 0.97)).toBeLessThan(5e-16);
  });
});

describe('rideByDayRow', () => {
  it("multiplies by the day's entry within bounds, which it meets", () => {
    const before = row.slice();
    memory.kernels.rideByDayRow(row.byteOffset, day.byteOffset, table.byteOffset, 1.1, 1.8, count);
    const expected = before.map((value, i) => Math.min(1.8, Math.max(1.1, value * table[day[i]])));
    expect([...row]).toEqual([...expected]);
    for (const bound of [1.1, 1.8]) expect(row.filter((value) => value === bound).length).toBeGreaterThan(50);
  });
});

describe('ewmaByDayRow', () => {
  it("averages the day's squared entry, less a shift, in", () => {
    const before = row.slice();
    memory.kernels.ewmaByDayRow(row.byteOffset, day.byteOffset, table.byteOffset, 0.3, 0.9, 25, count);
    expect(worst(row, (i) => 0.9 * before[i] + 25 * (table[day[i]] - 0.3) ** 2)).toBeLessThan(5e-16);
  });
});

describe('filteredRow', () => {
  it('moves price and volatility by a pair, within the bounds of the volatility', () => {
    const pairs = memory.doubles(2 * days);
    pairs.forEach((_, i) => {
      pairs[i] = i % 2 === 0 ? 0.06 * Math.sin(i * i) : 0.5 * Math.cos(i * i) - 0.05;
    });
    const numbers = memory.doubles(6);
    numbers.set([0.3, -0.2, 0.15, 0.97, -2.4, -1.1]);
    const [logSpot, logVol, vol] = [row, memory.doubles(count), memory.doubles(count)];
    logVol.forEach((_, i) => {
      logVol[i] = -2.5 + (1.5 * i) / count;
      vol[i] = Math.exp(logVol[i]);
    });
    const before = { logSpot: logSpot.slice(), logVol: logVol.slice(), vol: vol.slice() };
    memory.kernels.filteredRow(
      logSpot.byteOffset,
      logVol.byteOffset,
      vol.byteOffset,
      day.byteOffset,
      pairs.byteOffset,
      numbers.byteOffset,
      count,
    );
    const move = (s: number, z: number) => s * z - (0.3 * s ** 2 - 0.2 * s ** 3 + 0.15 * s ** 4);
    expect(worst(logSpot, (i) => before.logSpot[i] + move(before.vol[i], pairs[2 * day[i]]))).toBeLessThan(5e-16);
    const free = (i: number) => 0.97 * before.logVol[i] + pairs[2 * day[i] + 1];
    expect(worst(logVol, (i) => Math.min(-1.1, Math.max(-2.4, free(i))))).toBeLessThan(5e-16);
    expect(worst(vol, (i) => Math.exp(logVol[i]))).toBeLessThan(5e-16);
    for (const bound of [-2.4, -1.1]) expect(logVol.filter((value) => value === bound).length).toBeGreaterThan(50);
  });
});
