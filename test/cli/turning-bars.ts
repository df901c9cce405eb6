import { createRandomStream } from '../../src/math/random.ts';

/** Two regimes that take turns every 60 days: 8 % and 40 % volatility. */
export function barsText(days: number): string {
  const stream = createRandomStream(3, 'bars');
  let close = 100;
  const lines = Array.from({ length: days }, (_, day) => {
    const sd = Math.floor(day / 60) % 2 === 0 ? 0.005 : 0.025;
    // The sum of 12 uniforms less 6 is all but normal.
    const draw = Array.from({ length: 12 }, () => stream.uniform()).reduce((sum, u) => sum + u, -6);
    const open = close;
    close *= Math.exp(sd * draw);
    const date = new Date(Date.UTC(2015, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},${open},${1.001 * Math.max(open, close)},${0.999 * Math.min(open, close)},${close}`;
  });
  return `date,open,high,low,close\n${lines.join('\n')}\n`;
}

/** Cells of a CSV text by row, the header first. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}
