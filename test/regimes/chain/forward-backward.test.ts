import { describe, expect, it } from 'vitest';
import { runBackward, runForward } from '../../../src/regimes/chain/forward-backward.ts';
import { type MarkovChain, scaleLikelihoods } from '../../../src/regimes/chain/markov-chain.ts';
import { findStatePath } from '../../../src/regimes/chain/viterbi.ts';
import { largestDifference } from '../../contracts/regime-detector-suite.ts';

function run(chain: MarkovChain, logLikelihoods: number[]) {
  const likelihoods = Float64Array.from(logLikelihoods);
  const logShift = scaleLikelihoods(likelihoods, chain.states);
  const filtered = new Float64Array(likelihoods.length);
  const smoothed = new Float64Array(likelihoods.length);
  const onward = new Float64Array(likelihoods.length);
  const scales = new Float64Array(likelihoods.length / chain.states);
  const logLikelihood = logShift + runForward(chain, likelihoods, filtered, scales);
  runBackward(chain, likelihoods, filtered, scales, smoothed, onward);
  return { logLikelihood, filtered, smoothed, onward };
}

const column = (table: Float64Array, k: number, states: number) => table.filter((_, n) => n % states === k);

// The umbrella world of Russell and Norvig, Artificial Intelligence, section 15.2; figures by hmmlearn's test_base.
const umbrella: MarkovChain = {
  states: 2,
  start: Float64Array.of(0.5, 0.5),
  transition: Float64Array.of(0.7, 0.3, 0.3, 0.7),
};
const seen = [0.9, 0.2, 0.9, 0.2, 0.1, 0.8, 0.9, 0.2, 0.9, 0.2];

describe('the umbrella world', () => {
  const { logLikelihood, filtered, smoothed, onward } = run(umbrella, seen.map(Math.log));

  it('has the published likelihood', () => {
    expect(Math.abs(logLikelihood - -3.372502044332175)).toBeLessThan(1e-12);
  });

  it('has the published filtered and smoothed probabilities', () => {
    const rain = [0.8181818182, 0.8833570413, 0.1906679397, 0.7307940046, 0.8673388896];
    const known = [0.8673388896, 0.8204190536, 0.307483576, 0.8204190536, 0.8673388896];
    expect(largestDifference(column(filtered, 0, 2), rain)).toBeLessThan(1e-10);
    expect(largestDifference(column(smoothed, 0, 2), known)).toBeLessThan(1e-10);
    expect(smoothed[8] * 0.7 + smoothed[9] * 0.3).toBeCloseTo(0.6469355558, 10);
  });

  it('agrees with the sum over all 32 paths to 1e-12', () => {
    const { total, posterior, moves } = sumOverPaths(umbrella, seen);
    expect(Math.abs(logLikelihood - Math.log(total))).toBeLessThan(1e-12);
    expect(largestDifference(smoothed, posterior)).toBeLessThan(1e-12);
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 2; j++) {
        let expected = 0;
        for (let t = 1; t < 5; t++) expected += filtered[2 * (t - 1) + i] * onward[2 * t + j];
        expect(expected * umbrella.transition[2 * i + j]).toBeCloseTo(moves[2 * i + j], 12);
      }
    }
    for (let t = 0; t < 5; t++) {
      const past = sumOverPaths(umbrella, seen.slice(0, 2 * t + 2));
      expect(Math.abs(filtered[2 * t] - past.posterior[2 * t])).toBeLessThan(1e-12);
    }
  });

  it('has the published most probable path', () => {
    const { labels, logProbability } = findStatePath(umbrella, Float64Array.from(seen, Math.log));
    expect([...labels]).toEqual([0, 0, 1, 0, 0]);
    expect(logProbability).toBeCloseTo(-4.459, 4);
  });

  it('takes a row of ones for a missing row', () => {
    const gap = run(umbrella, [...seen.slice(0, 4), 1, 1].map(Math.log));
    expect(gap.filtered[4]).toBeCloseTo(0.7 * filtered[2] + 0.3 * filtered[3], 14);
  });
});

describe('the forward pass', () => {
  it('does not underflow over many rows of tiny likelihood', () => {
    const rows = 20_000;
    const { logLikelihood, filtered } = run(
      umbrella,
      Array.from({ length: 2 * rows }, (_, n) => -900 - (n % 2)),
    );
    expect(logLikelihood / rows).toBeGreaterThan(-901);
    expect(logLikelihood / rows).toBeLessThan(-900);
    expect(filtered.every(Number.isFinite)).toBe(true);
  });

  it('filters three states that never change', () => {
    const chain = {
      states: 3,
      start: new Float64Array(3).fill(1 / 3),
      transition: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    };
    const { filtered, logLikelihood } = run(chain, [1, 1, 1, 0, 1, 0].map(Math.log));
    expect([...filtered]).toEqual([1 / 3, 1 / 3, 1 / 3, 0, 1, 0]);
    expect(logLikelihood).toBeCloseTo(Math.log(1 / 3), 14);
  });

  it('keeps the prediction in a row that cannot be, and calls the rows impossible', () => {
    const stuck = { states: 2, start: Float64Array.of(1, 0), transition: Float64Array.of(1, 0, 0, 1) };
    for (const row of [
      [0, 1],
      [0, 0],
    ]) {
      const { filtered, smoothed, logLikelihood } = run(stuck, [1, 1, ...row, 1, 1].map(Math.log));
      expect([...filtered]).toEqual([1, 0, 1, 0, 1, 0]);
      expect([...smoothed]).toEqual([1, 0, 1, 0, 1, 0]);
      expect(logLikelihood).toBe(Number.NEGATIVE_INFINITY);
    }
  });
});

/** By brute force: the likelihood, P(state | all rows) and the expected number of moves. */
function sumOverPaths({ start, transition }: MarkovChain, likelihoods: readonly number[]) {
  const rows = likelihoods.length / 2;
  const posterior = new Float64Array(2 * rows);
  const moves = new Float64Array(4);
  let total = 0;
  for (let path = 0; path < 1 << rows; path++) {
    const state = (t: number) => (path >> t) & 1;
    let joint = start[state(0)];
    for (let t = 0; t < rows; t++) {
      joint *= likelihoods[2 * t + state(t)];
      if (t > 0) joint *= transition[2 * state(t - 1) + state(t)];
    }
    total += joint;
    for (let t = 0; t < rows; t++) {
      posterior[2 * t + state(t)] += joint;
      if (t > 0) moves[2 * state(t - 1) + state(t)] += joint;
    }
  }
  return { total, posterior: posterior.map((p) => p / total), moves: moves.map((p) => p / total) };
}
