import { expect, it } from 'vitest';
import { type TreeColumn, treeFeatures } from '../../../src/forecast/trees/tree-features.ts';
import { swingingBars } from '../simulated-bars.ts';

const iv = Float64Array.from({ length: 60 }, (_, t) => 0.2 + 0.01 * t * t);
const history = { ...swingingBars(60, 3), columns: { iv } };
const features = (further: readonly TreeColumn[] = []) => treeFeatures(history, 'parkinson', 1e-4, further);

it('reads falls, not rises, of a week and a month', () => {
  const { close } = history;
  for (const [place, days] of [
    [6, 5],
    [7, 22],
  ]) {
    let sum = 0;
    for (let t = 59; t > 59 - days; t--) sum += Math.min(0, Math.log(close[t] / close[t - 1])) ** 2;
    expect(features()[place][59]).toBeCloseTo(Math.log(sum / days), 12);
  }
});

it.each([
  ['level', iv[47]],
  ['log', Math.log(iv[47])],
  ['change', iv[47] - iv[46]],
] as const)('reads the %s of a further column as many rows back as it lags', (transform, expected) => {
  const column = features([{ column: 'iv', lagDays: 3, transform }])[8];
  expect(column[50]).toBeCloseTo(expected, 12);
  expect(column[2]).toBeNaN();
});
