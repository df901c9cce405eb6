import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/support/nearest-word.ts';

describe('nearestWord', () => {
  const keys = ['seed', 'data', 'costBps', 'tenorDays', 'everyDays'];

  it.each([
    ['sed', 'seed'],
    ['sede', 'seed'],
    ['costbps', 'costBps'],
    ['tenorDay', 'tenorDays'],
    ['evryDays', 'everyDays'],
  ])('takes %s for %s', (word, expected) => {
    expect(nearestWord(word, keys)).toBe(expected);
  });

  it('takes the beginning of a word for the word', () => {
    expect(nearestWord('tenor', keys)).toBe('tenorDays');
  });

  it('takes nothing where nothing is near', () => {
    expect(nearestWord('volatility', keys)).toBeUndefined();
    expect(nearestWord('seed', [])).toBeUndefined();
  });

  it('takes the nearest of several, and the first of equals', () => {
    expect(nearestWord('logVol22', ['logVol63', 'logVol21', 'logVol23'])).toBe('logVol21');
    expect(nearestWord('logVol21', ['logVol2', 'logVol21'])).toBe('logVol21');
  });
});
