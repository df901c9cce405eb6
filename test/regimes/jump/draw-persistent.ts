import { createRandomStream } from '../../../src/math/random.ts';

/** Returns of a calm (0.7 % a day, about 100 days) and a stormy regime (2 %, about 40 days), and their size as feature 'x'. */
export function drawPersistent(rows: number, seed: number) {
  const stream = createRandomStream(seed, 'persistent');
  const stay = [0.99, 0.975];
  const truth = new Int32Array(rows);
  const returns = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const before = t === 0 ? 0 : truth[t - 1];
    truth[t] = stream.uniform() < stay[before] ? before : 1 - before;
    returns[t] = truth[t] === 1 ? -0.0006 + 0.02 * stream.normal() : 0.0006 + 0.007 * stream.normal();
  }
  return { truth, returns, features: { names: ['x'], rows, columns: [returns.map(Math.abs)] } };
}

/** Mean over regimes of the share of their rows labelled rightly. */
export function balancedAccuracy(labels: ArrayLike<number>, truth: Int32Array): number {
  const hits = [0, 0];
  const rows = [0, 0];
  truth.forEach((regime, t) => {
    rows[regime]++;
    if (labels[t] === regime) hits[regime]++;
  });
  return (hits[0] / rows[0] + hits[1] / rows[1]) / 2;
}
