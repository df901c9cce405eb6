import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathKey } from '../../src/math/path-key.ts';
import { philox } from '../../src/math/philox.ts';

type Words = readonly number[];

function philoxWords(counter: Words, key: Words): number[] {
  const out = new Uint32Array(4);
  philox(out, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return [...out];
}

/** Philox4x32-10 by the paper's definition, with whole numbers of any size. */
function plainPhilox(counter: Words, key: Words): number[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    if (round > 0) {
      k0 = (k0 + 0x9e3779b9n) & mask;
      k1 = (k1 + 0xbb67ae85n) & mask;
    }
    const first = 0xd2511f53n * c0;
    const second = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(second >> 32n) ^ c1 ^ k0, second & mask, (first >> 32n) ^ c3 ^ k1, first & mask];
  }
  return [c0, c1, c2, c3].map(Number);
}

describe('philox', () => {
  // tests/kat_vectors of Random123 (Salmon et al. 2011), the lines "philox4x32 10".
  it.each([
    {
      counter: [0, 0, 0, 0],
      key: [0, 0],
      words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])('gives the published words of $counter', ({ counter, key, words }) => {
    expect(philoxWords(counter, key)).toEqual(words);
    expect(plainPhilox(counter, key)).toEqual(words);
  });

  it('agrees with its definition everywhere', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect(philoxWords(counter, key)).toEqual(plainPhilox(counter, key));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('pathKey', () => {
  it('gives other words for another seed or name', () => {
    const keys = [pathKey(1, 'a'), pathKey(2, 'a'), pathKey(1, 'b'), pathKey(1, 'a', 'b'), pathKey(1)];
    const words = keys.flatMap(({ low, high }) => [low, high]);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
    expect(pathKey(1, 'a')).toEqual(keys[0]);
  });
});
