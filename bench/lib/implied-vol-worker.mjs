// Inverts a stretch of shared columns for each message: the worker of implied-vol-side.mjs.
import { parentPort } from 'node:worker_threads';
import { impliedNormalVols } from '../../dist/contracts/implied-normal-vol.js';
import { impliedVols } from '../../dist/contracts/implied-vol.js';

const invert = { black: impliedVols, bachelier: impliedNormalVols };

parentPort.on('message', ({ model, columns, calls, from, to, years }) => {
  const start = performance.now();
  for (const [type, a, b] of [
    ['call', from, Math.min(to, calls)],
    ['put', Math.max(from, calls), to],
  ]) {
    if (a >= b) continue;
    const of = (column) => column.subarray(a, b);
    invert[model](of(columns.out), type, of(columns.price), of(columns.forward), of(columns.strike), years, 0);
  }
  parentPort.postMessage(performance.now() - start);
});
