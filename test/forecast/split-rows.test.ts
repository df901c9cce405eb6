import { describe, expect, it } from 'vitest';
import { splitRows } from '../../src/forecast/split-rows.ts';

const known = [100, 1100] as const;
const longest = 21;

describe('splitRows', () => {
  it.each([2, 4, 10])('keeps the rows of each of %i networks a horizon apart from those that choose', (ensemble) => {
    for (let member = 0; member < ensemble; member++) {
      const { fitted, held } = splitRows(known, longest, member, ensemble);
      expect(held.length).toBe(1000 * Math.min(0.2, 1 / ensemble));
      for (const row of fitted) {
        const isBefore = row < held[0];
        expect(isBefore ? held[0] - row : row - held[held.length - 1]).toBeGreaterThan(longest);
      }
      expect(fitted.length + held.length).toBeGreaterThanOrEqual(1000 - 2 * longest);
    }
  });

  it('holds back blocks that make up the whole, where five networks or more share it', () => {
    const days = [0, 1, 2, 3, 4].flatMap((member) => [...splitRows(known, longest, member, 5).held]);
    expect(days).toEqual(Array.from({ length: 1000 }, (_, k) => 100 + k));
  });

  it('holds back the latest rows of a network that is alone', () => {
    const { fitted, held } = splitRows(known, longest, 0, 1);
    expect([held[0], held[held.length - 1]]).toEqual([950, 1099]);
    expect(fitted[fitted.length - 1]).toBe(928);
  });
});
