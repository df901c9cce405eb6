import { setImmediate } from 'node:timers/promises';
import { runHedger } from '../../../dist/backtest/backtester.js';
import { pnlPercent } from '../../../dist/backtest/ledger.js';
import { createNoHedge } from '../../../dist/hedgers/no-hedge.js';
import { standardDeviation } from '../../../dist/math/moments.js';
import { addInstruments } from '../../../dist/simulate/instruments/add-instruments.js';
import { seeds } from './settings.mjs';

/** Paths held at once: what a few policies are run on takes some hundred MB. */
const CHUNK = 20_000;

/** Blocks of paths whose own figures give the standard error: enough for its second digit, large enough for tails. */
const BLOCKS = 50;

/**
 * P&L of every policy, in percent of spot at writing, on the same paths: common random numbers.
 *
 * @param problem what is hedged: market, contract terms, steps, instruments (see problems of the cases)
 * @param stream name of the random stream; training, tuning and test have one each
 * @returns promise of one Float64Array of P&L a policy
 * @throws the signal's reason when it is aborted
 */
export async function pnlOf(hedgers, problem, { paths, seed, stream, signal, onPaths = () => {} }) {
  const all = hedgers.map(() => new Float64Array(paths));
  for (let first = 0; first < paths; first += CHUNK) {
    const count = Math.min(CHUNK, paths - first);
    const drawn = drawPaths(problem, { paths: count, firstPath: first, seed, stream });
    hedgers.forEach((hedger, h) => {
      all[h].set(pnlPercent(runHedger(hedger, drawn, problem.terms), drawn.spot), first);
    });
    onPaths(first + count);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return all;
}

/** The contract's value at writing, the same on all paths, in percent of spot. */
export function modelPremium(problem) {
  const drawn = drawPaths(problem, { paths: 2, seed: seeds.test, stream: ['literature', 'test'] });
  return (100 * runHedger(createNoHedge(), drawn, problem.terms).premium[0]) / drawn.spot[0];
}

function drawPaths({ market, steps, daysPerStep, moneyness = 1, instruments = [], terms, isPaired = false }, draw) {
  const request = {
    ...draw,
    steps,
    moneyness,
    antithetic: isPaired && market.mirrors,
    ...(daysPerStep !== undefined && { daysPerStep }),
  };
  const paths = market.simulate(request);
  if (instruments.length === 0) return paths;
  return addInstruments(
    paths,
    instruments.map((each) => each.terms),
    terms.underlying,
    { market, request },
  );
}

/**
 * A figure and its standard error, from the figure of blocks.
 *
 * @param samples P&L on the same paths that the figure is computed from
 */
export function withError(samples, figure) {
  return { value: figure(...samples), error: errorOf(blocksOf(samples).map((block) => figure(...block))) };
}

/** Difference of a figure of one sample between two policies on the same paths, with its standard error. */
export function difference(pnl, other, figure) {
  return withError([pnl, other], (ours, theirs) => figure(ours) - figure(theirs));
}

function blocksOf(samples) {
  const size = Math.floor(samples[0].length / BLOCKS);
  return Array.from({ length: BLOCKS }, (_, b) => samples.map((pnl) => pnl.subarray(b * size, (b + 1) * size)));
}

/** Of the mean of so many values. */
function errorOf(values) {
  return standardDeviation(values) / Math.sqrt(values.length - 1);
}
