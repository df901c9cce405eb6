import { z } from 'zod';
import { regimeSignal } from '../market/paths.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { HmmModel } from '../regimes/hmm-model.ts';
import { createHmmPathFilter } from '../regimes/hmm-path-filter.ts';
import { loadRegimeModel } from '../regimes/load-regime-model.ts';
import { stationaryDistribution } from '../regimes/markov-chain.ts';
import { InputError } from '../support/input-error.ts';
import { parseSaved } from '../support/saved-data.ts';
import { cumulativeRows, pick, reverseChain } from './chain-draws.ts';
import { drawInTiles } from './draw-in-tiles.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';
import { openPathStreams } from './open-path-stream.ts';

export interface MarkovSwitchingParameters {
  /** A hidden Markov model of the feature `return`, daily log returns (`createHmmDetector`). */
  readonly model: HmmModel;
  /** Days drawn before writing for the filter to settle on; 63 by default, 0 or more. */
  readonly warmUpDays?: number;
  /** The true regime on the day of writing; drawn from the stationary distribution by default. */
  readonly startRegime?: number;
  /** Whether regimes keep their fitted mean returns; false by default: prices have no drift in any regime. */
  readonly keepDrift?: boolean;
}

/**
 * Markov switching (Hamilton 1989): a hidden chain moves between regimes from day to day, and regime k draws the log
 * return from N(m_k, v_k). m_k is −v_k/2, so that E[S'/S] = 1 in every regime, or the fitted mean where drift is kept.
 *
 * The true regime is nowhere in what is drawn. The signals `regime.hmm.k` are the model's own filtered probabilities,
 * computed from the drawn closes by the code that filters history: at each close, that of the closes so far, with
 * `warmUpDays` of returns before writing. They are what a hedger would know. The model filters with its fitted means; a
 * market without drift differs from those by about a tenth of a standard deviation a day, which moves them little.
 *
 * The signal `variance` is 252 Σ_k q_k v_k, q the regimes' probabilities for the coming day; implied volatility is the
 * root of the same average over all remaining days (that of a variance swap), q moving by the chain. The quote
 * 'instantaneous' is the root of `variance`. Antithetic paths share their regimes and mirror the shocks.
 *
 * Where the true regime at writing is s, the days before are drawn backwards from s by the reversed chain, so that the
 * warm-up is a history that leads there.
 *
 * @throws RangeError on a model of another feature than `return` and on parameters out of range
 * @example
 * const model = createHmmDetector({ states: 2, features: ['return'] }).fit(features, { seed: 1, returns });
 * const paths = createMarkovSwitching({ model }).simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createMarkovSwitching(parameters: MarkovSwitchingParameters): Market {
  checkParameters(parameters);
  const { model, warmUpDays = 63, startRegime, keepDrift = false } = parameters;
  const states = model.states.length;
  const { hmm } = model.parts;
  const shares = model.states.map(({ share }) => share);
  const variances = model.variances.map(([variance]) => variance);
  const means = model.means.map(([mean], k) => (keepDrift ? mean : -variances[k] / 2));
  const sds = variances.map(Math.sqrt);
  const stationary = stationaryDistribution(hmm);
  const forward = cumulativeRows(hmm.transition, states);
  const backward = cumulativeRows(reverseChain(hmm.transition, stationary), states);
  const beginning = cumulativeRows(stationary, states);
  const names = model.states.map((_, k) => regimeSignal('hmm', k));

  function draw(request: SimulationRequest, { stride, offset, spot, impliedVol, signals }: PathColumns): void {
    const { paths, steps, daysPerStep = 1, firstPath = 0, antithetic = false } = request;
    const open = openPathStreams('markov-switching', request);
    const days = steps * daysPerStep;
    const { values, filter } = createHmmPathFilter(model, warmUpDays + days);
    const probabilities: (Float64Array | undefined)[] = names.map((name) => signals[name]);
    const variance: Float64Array | undefined = signals.variance;
    const weights = varianceWeights(request, hmm.transition, variances);
    const past = new Uint8Array(warmUpDays);
    for (let path = 0; path < paths; path++) {
      const number = firstPath + path;
      const mirrored = antithetic && number % 2 === 1;
      const sign = mirrored ? -1 : 1;
      const { uniform, normal } = open(mirrored ? number - 1 : number);
      let regime = pick(beginning, 0, states, uniform());
      if (startRegime !== undefined) regime = startRegime;
      for (let t = warmUpDays - 1, state = regime; t >= 0; t--) {
        past[t] = state;
        state = pick(backward, state, states, uniform());
      }
      for (let t = 0; t < warmUpDays; t++) values[t] = means[past[t]] + sds[past[t]] * (sign * normal());
      let at = offset + path;
      let price = spotAtWriting;
      spot[at] = price;
      for (let step = 1, t = warmUpDays; step <= steps; step++) {
        for (let sub = 0; sub < daysPerStep; sub++, t++) {
          regime = pick(forward, regime, states, uniform());
          const next = price * Math.exp(means[regime] + sds[regime] * (sign * normal()));
          // As anyone computes it who has the closes.
          values[t] = Math.log(next / price);
          price = next;
        }
        at += stride;
        spot[at] = price;
      }
      const filtered = filter();
      at = offset + path;
      for (let step = 0; step <= steps; step++, at += stride) {
        const row = (warmUpDays + step * daysPerStep - 1) * states;
        let coming = 0;
        let average = 0;
        for (let k = 0; k < states; k++) {
          const known = row < 0 ? shares[k] : filtered[row + k];
          const column = probabilities[k];
          if (column !== undefined) column[at] = known;
          coming += known * weights[steps * states + k];
          average += known * weights[step * states + k];
        }
        if (variance !== undefined) variance[at] = tradingDaysPerYear * coming;
        impliedVol[at] = Math.sqrt(tradingDaysPerYear * average);
      }
    }
  }

  return defineMarket({
    name: 'markov-switching',
    daysPerYear: tradingDaysPerYear,
    signals: [...names, 'variance'],
    mirrors: true,
    draw: drawInTiles(draw),
    toJSON: () => ({ ...parameters, market: 'markov-switching', model: model.toJSON() }),
  });
}

/** Expected mean daily variance of the remaining days given that today's regime is k, at `step * states + k`. */
function varianceWeights(
  { steps, daysPerStep = 1, quote }: SimulationRequest,
  transition: Float64Array,
  variances: readonly number[],
): Float64Array {
  const states = variances.length;
  const weights = new Float64Array((steps + 1) * states);
  let ahead = Float64Array.from(variances);
  const total = new Float64Array(states);
  const fill = (step: number, days: number) => {
    for (let k = 0; k < states; k++) weights[step * states + k] = total[k] / days;
  };
  for (let day = 1; day <= Math.max(1, steps * daysPerStep); day++) {
    ahead = ahead.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < states; j++) sum += transition[i * states + j] * ahead[j];
      return sum;
    });
    for (let k = 0; k < states; k++) total[k] += ahead[k];
    if (day === 1) for (let step = 0; step <= steps; step++) fill(step, 1);
    if (quote !== 'instantaneous' && day % daysPerStep === 0) fill(steps - day / daysPerStep, day);
  }
  // The last step has no days left: it keeps the coming day's.
  return weights;
}

function checkParameters({ model, warmUpDays = 63, startRegime = 0 }: MarkovSwitchingParameters): void {
  if (model.features.length !== 1 || model.features[0] !== 'return') {
    throw new RangeError(
      `the model reads ${model.features.join(', ')}: expected the feature 'return' alone, for a market draws returns`,
    );
  }
  if (!(Number.isInteger(warmUpDays) && warmUpDays >= 0)) {
    throw new RangeError(`warmUpDays is ${warmUpDays}: expected a whole number >= 0`);
  }
  if (!(Number.isInteger(startRegime) && startRegime >= 0 && startRegime < model.states.length)) {
    throw new RangeError(`startRegime is ${startRegime}: expected one of the regimes 0 to ${model.states.length - 1}`);
  }
}

const savedParts = z.object({
  warmUpDays: z.number().int().nonnegative().optional(),
  startRegime: z.number().int().nonnegative().optional(),
  keepDrift: z.boolean().optional(),
  model: z.looseObject({ detector: z.literal('hmm'), features: z.tuple([z.literal('return')]) }),
});

/** Restores a market from `createMarkovSwitching(…).toJSON()`. Throws an InputError on data it cannot have written. */
export function loadMarkovSwitching(json: MarketJSON): Market {
  const saved = "saved market 'markov-switching'";
  const { model: modelJSON, ...parameters } = parseSaved(saved, savedParts, json);
  // The loader of the sort 'hmm' gives a model of that sort.
  const model = loadRegimeModel(modelJSON) as HmmModel;
  const { startRegime = 0 } = parameters;
  if (startRegime >= model.states.length) {
    throw new InputError(
      `${saved}: startRegime is ${startRegime}, expected one of 0 to ${model.states.length - 1}; save it again with toJSON()`,
    );
  }
  return createMarkovSwitching({ ...parameters, model });
}
