import { describe, expect, it } from 'vitest';
import { wrapText } from '../../src/report/wrap-text.ts';

describe('wrapText', () => {
  it('breaks lines between words', () => {
    expect(wrapText('note: quotes far apart', 12, '  ')).toBe('note: quotes\n  far apart');
    expect(wrapText('one\ntwo three', 5)).toBe('one\ntwo\nthree');
  });

  it('leaves long words, whole lines and what must not break', () => {
    expect(wrapText('see data.impliedVol.file now', 10)).toBe('see\ndata.impliedVol.file\nnow');
    expect(wrapText('a long sentence', Number.POSITIVE_INFINITY)).toBe('a long sentence');
    expect(wrapText('at 5\u00a0s a year', 6)).toBe('at 5\u00a0s\na year');
    expect(wrapText('at 5 % a year', 4)).toBe('at\n5 %\na\nyear');
  });
});
