import { z } from 'zod';
import { type Block, type BlockPlan, blockCapacity } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { regimeSignal } from '../market/paths.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { stationaryDistribution } from '../regimes/chain/markov-chain.ts';
import type { HmmModel } from '../regimes/hmm/hmm-model.ts';
import { createHmmRowFilter } from '../regimes/hmm/hmm-row-filter.ts';
import { loadRegimeModel } from '../regimes/load-regime-model.ts';
import { InputError } from '../support/input-error.ts';
import { parseSaved } from '../support/saved-data.ts';
import { cumulativeRows, reverseChain } from './chain-draws.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';
import { varianceWeights } from './switching-variance.ts';

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
 * to the bit those of `model.filter` on the drawn closes: at each close, that of the closes so far, with `warmUpDays` of
 * returns before writing. They are what a hedger would know. The model filters with its fitted means; a
 * market without drift differs from those by about a tenth of a standard deviation a day, which moves them little.
 *
 * The signal `variance` is 252 Σ_k q_k v_k, q the regimes' probabilities for the coming day; implied volatility is the
 * root of the same average over all remaining days (that of a variance swap), q moving by the chain. The quote
 * 'instantaneous' is the root of `variance`.
 *
 * Where the true regime at writing is s, the days before are drawn backwards from s by the reversed chain, so that the
 * warm-up is a history that leads there. Each day, before writing and after, takes a uniform, which moves the chain, and a
 * normal, which draws the return.
 *
 * Antithetic paths share their regimes and mirror the shocks. Were the regimes mirrored too, the price of a call of 5 to 63
 * days would vary 1 to 6 % more at the money and 1.3 to 4.5 times as much at a strike 5 % below it (variance, two and three
 * regimes). Sobol's points serve as well, but the days before writing use up dimensions.
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
  const { transition } = model.parts.hmm;
  const variances = model.variances.map(([variance]) => variance);
  const laws = model.means.flatMap(([mean], k) => [keepDrift ? mean : -variances[k] / 2, Math.sqrt(variances[k])]);
  const stationary = stationaryDistribution(model.parts.hmm);
  const atWriting = startRegime === undefined ? stationary : stationary.map((_, k) => (k === startRegime ? 1 : 0));
  const chains = [atWriting, reverseChain(transition, stationary), transition];
  const chainTables = chains.map((chain) => cumulativeRows(chain, states));
  const names = model.states.map((_, k) => regimeSignal('hmm', k));
  // Rows of state: one of probabilities for each regime, one of returns for each day before writing.
  const [price, regime, pastRegime, expected, probabilities, returns] = [0, 1, 2, 3, 4, 4 + states];
  // Substep 0 settles the regime at writing and the return of the last day before it; the others go back from there.
  const substepsBefore = Math.max(1, warmUpDays);

  function draw(request: SimulationRequest, into: PathColumns): void {
    const { paths, steps, daysPerStep = 1, antithetic = false } = request;
    const filter = createHmmRowFilter(model, Math.min(paths, blockCapacity));

    function lookBack(block: Block, substep: number): void {
      const [writing, backward] = block.tables;
      if (substep === 0) {
        switchRegimes(block, regime, pastRegime, writing, substep);
        switchRegimes(block, regime, regime, writing, substep);
      } else switchRegimes(block, pastRegime, pastRegime, backward, substep);
      if (substep < warmUpDays) drawReturns(block, pastRegime, returns + substep, substep);
      if (substep < substepsBefore - 1) return;
      for (let day = warmUpDays - 1; day >= 0; day--) filter.advance(block.view(block.state(returns + day)));
    }

    function switchRegimes(block: Block, from: number, to: number, chain: number, substep: number): void {
      const { kernels, state, uniforms, count } = block;
      kernels.switchRow(state(from), state(to), uniforms(0, substep), chain, states, antithetic, count);
    }

    function drawReturns(block: Block, regimes: number, row: number, substep: number): void {
      const { kernels, state, normals, tables, count } = block;
      kernels.regimeReturnRow(state(regimes), normals(1, substep), state(row), tables[3], count);
    }

    function lookAhead(block: Block, substep: number): void {
      switchRegimes(block, regime, regime, block.tables[2], substep);
      drawReturns(block, regime, returns, substep);
      block.kernels.growByRow(block.state(price), block.state(returns), block.count);
      // Of the closes, as anyone computes it who has them.
      const growth = block.view(block.state(returns));
      for (let path = 0; path < growth.length; path++) growth[path] = Math.log(growth[path]);
      filter.advance(growth);
    }

    const plan: BlockPlan = {
      factors: ['uniform', 'normal'],
      stateRows: returns + substepsBefore,
      tables: [...chainTables, Float64Array.from(laws), varianceWeights(request, transition, variances)],
      begin({ kernels, state, view, count }) {
        kernels.fillRow(state(price), spotAtWriting, count);
        kernels.fillRow(state(regime), 0, count);
        filter.begin(names.map((_, k) => view(state(probabilities + k))));
      },
      advance(block, substep) {
        if (substep < substepsBefore) lookBack(block, substep);
        else lookAhead(block, substep);
      },
      observe(block, substep) {
        const day = substep - substepsBefore;
        if (day < 0 || day % daysPerStep !== 0) return;
        const step = day / daysPerStep;
        block.write(into.spot, step, block.state(price));
        names.forEach((name, k) => {
          if (into.signals[name] !== undefined) block.write(into.signals[name], step, block.state(probabilities + k));
        });
        // The last step's weights are those of the coming day.
        if (into.signals.variance !== undefined) block.write(into.signals.variance, step, expectVariance(block, steps));
        const row = expectVariance(block, step);
        block.kernels.sqrtRow(row, row, 1, block.count);
        block.write(into.impliedVol, step, row);
      },
    };

    /** The row of annualised variances that the filter lets expect, with the weights of a step. */
    function expectVariance({ kernels, state, rowBytes, tables, count }: Block, step: number): number {
      const weights = tables[4] + 8 * states * step;
      kernels.mixRow(state(probabilities), rowBytes, weights, states, state(expected), count);
      return state(expected);
    }

    drawBlocks(plan, { ...request, steps: substepsBefore + steps * daysPerStep, daysPerStep: 1 }, into);
  }

  return defineMarket({
    name: 'markov-switching',
    daysPerYear: tradingDaysPerYear,
    signals: [...names, 'variance'],
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw,
    toJSON: () => ({ ...parameters, market: 'markov-switching', model: model.toJSON() }),
  });
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
