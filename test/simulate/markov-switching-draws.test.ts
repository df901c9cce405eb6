import { describe, expect, it } from 'vitest';
import { pathKey } from '../../src/math/path-key.ts';
import { philox } from '../../src/math/philox.ts';
import { createMarkovSwitching, type MarkovSwitchingParameters } from '../../src/simulate/markov-switching.ts';
import { pathMemory } from '../engine/drawing/path-memory.ts';
import { regimeModel } from './regime-model.ts';
import { meanAndError } from './sample-moments.ts';

const two = regimeModel(
  [0.12, 0.36],
  [0.0006, -0.001],
  [
    [0.98, 0.02],
    [0.06, 0.94],
  ],
);
/** Runs round and round, 0 → 1 → 2 → 0; the latter two have the same law, so that the past alone tells them apart. */
const three = regimeModel(
  [0.5, 0.1, 0.1],
  [0.002, 0, 0],
  [
    [0.2, 0.75, 0.05],
    [0.05, 0.2, 0.75],
    [0.75, 0.05, 0.2],
  ],
);

/** The uniform and the normal of a path at a substep, by the generator in plain code. */
function drawsOf(seed: number, stream: readonly string[]) {
  const key = pathKey(seed, ...stream);
  const words = new Uint32Array(4);
  const memory = pathMemory(2 ** 16);
  const bits = memory.words(16);
  const normals = memory.floats(16);
  const word = (path: number, substep: number, factor: number) => {
    philox(words, path >>> 0, Math.floor(path / 2 ** 32), substep >> 2, factor, key.low, key.high);
    return words[substep & 3];
  };
  return {
    uniform: (path: number, substep: number) => (word(path, substep, 0) + 0.5) / 2 ** 32,
    normal(path: number, substep: number) {
      bits[0] = word(path, substep, 1);
      memory.kernels.normalsFromBits(bits.byteOffset, normals.byteOffset, 16);
      return normals[0];
    },
  };
}

/** The column in which a uniform falls, along a row of probabilities. */
function pick(probabilities: readonly number[], uniform: number): number {
  let [k, sum] = [0, probabilities[0]];
  while (k < probabilities.length - 1 && uniform >= sum) sum += probabilities[++k];
  return k;
}

describe('the draws of Markov switching', () => {
  it.each<[string, MarkovSwitchingParameters, number]>([
    ['two regimes', { model: two, warmUpDays: 9 }, 1000],
    ['three regimes, from a given one', { model: three, warmUpDays: 6, startRegime: 2 }, 2 ** 32 - 20],
    ['three regimes with drift, no day before', { model: three, warmUpDays: 0, keepDrift: true }, 0],
  ])('are those of its law, path by path, and its signals the filter of all days: %s', (_, parameters, firstPath) => {
    const { model, warmUpDays = 0, startRegime, keepDrift = false } = parameters;
    const states = model.states.length;
    const shares = model.states.map(({ share }) => share);
    const paths = 600;
    const days = 12;
    const request = { paths, steps: 4, daysPerStep: 3, firstPath, seed: 11, stream: ['recomputed'] };
    const { spot, signals } = createMarkovSwitching(parameters).simulate(request);
    const daily = createMarkovSwitching(parameters).simulate({ ...request, steps: days, daysPerStep: 1 });
    const { uniform, normal } = drawsOf(request.seed, request.stream);
    const returnOf = (regime: number, z: number) => {
      const variance = model.variances[regime][0];
      return (keepDrift ? model.means[regime][0] : -variance / 2) + Math.sqrt(variance) * z;
    };
    const backward = model.transition.map((_, today) =>
      shares.map((share, before) => (share * model.transition[before][today]) / shares[today]),
    );
    let worst = 0;
    for (let path = 0; path < paths; path += 7) {
      const number = firstPath + path;
      const atWriting = startRegime ?? pick(shares, uniform(number, 0));
      const returns: number[] = [];
      for (let substep = 0, regime = atWriting; substep < warmUpDays; substep++) {
        if (substep > 0) regime = pick(backward[regime], uniform(number, substep));
        returns.unshift(returnOf(regime, normal(number, substep)));
      }
      let price = 100;
      for (let day = 0, regime = atWriting; day < days; day++) {
        const substep = Math.max(1, warmUpDays) + day;
        regime = pick([...model.transition[regime]], uniform(number, substep));
        price *= Math.exp(returnOf(regime, normal(number, substep)));
        const close = daily.spot[(day + 1) * paths + path];
        worst = Math.max(worst, Math.abs(close / price - 1));
        returns.push(Math.log(close / daily.spot[day * paths + path]));
      }
      const column = Float64Array.from(returns);
      const { columns } = model.filter({ names: ['return'], rows: column.length, columns: [column] });
      for (let step = 0; step <= 4; step++) {
        const at = step * paths + path;
        expect(spot[at]).toBe(daily.spot[3 * step * paths + path]);
        const row = warmUpDays + 3 * step - 1;
        for (let k = 0; k < states; k++) {
          expect(signals[`regime.hmm.${k}`][at]).toBe(row < 0 ? shares[k] : columns[k][row]);
        }
      }
    }
    expect(worst).toBeLessThan(1e-12);
  });

  it('lead to the regime at writing by the reversed chain, for which the filter is right on average', () => {
    const paths = 20_000;
    // Days and returns as the filter takes them: what it then thinks of regime j where i is true, and of i where j is true,
    // is in balance, π_i E[p_j | i] = E[p_i p_j] = π_j E[p_i | j]. The chain run forwards would break that.
    const probabilities = (startRegime: number | undefined) => {
      const market = createMarkovSwitching({ model: three, warmUpDays: 30, startRegime, keepDrift: true });
      const stream = ['reversed', startRegime ?? 'any'];
      const { signals } = market.simulate({ paths, steps: 1, seed: 3, stream });
      return three.states.map((_, k) => signals[`regime.hmm.${k}`].subarray(0, paths));
    };
    const any = probabilities(undefined);
    for (const [i, { share }] of three.states.entries()) {
      const given = probabilities(i);
      for (let j = 0; j < 3; j++) {
        const found = meanAndError(given[j].map((probability) => share * probability));
        const expected = meanAndError(any[i].map((probability, path) => probability * any[j][path]));
        expect(Math.abs(found.mean - expected.mean)).toBeLessThan(4 * Math.hypot(found.error, expected.error));
      }
      // It tells regimes 1 and 2 apart, which only the days before can.
      expect(meanAndError(given[i]).mean).toBeGreaterThan(share + 0.15);
    }
  });
});
