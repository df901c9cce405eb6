import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { requireCount } from '../support/require.ts';
import { requireRows, savedNumbers, savedPositive } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { knownVariance, usualVariance, varianceFloor } from './known-variance.ts';
import {
  DEFAULT_MEASURE,
  DEFAULT_TARGET,
  levelRatio,
  type MeasureOptions,
  measureKeys,
  savedMeasure,
} from './measure-options.ts';
import { volatilityAtHorizons } from './term-structure.ts';

const FIT_ROWS = 64;
const WARMUP = 21;
/** A component starts from the days that bear all but this share of its weight. */
const START_REST = 0.01;

const DEFAULTS = { longestDays: 1560, shortestDays: 4, components: 14, ratio: Math.SQRT2 };

export interface RiskMetrics2006Options extends MeasureOptions {
  /** τ₀, days at which memory ends: the weights of components fall to 0 there. Default 1560. */
  readonly longestDays?: number | undefined;
  /** τ₁, memory of the shortest component in days. Default 4. */
  readonly shortestDays?: number | undefined;
  /** How many components. Default 14, as in arch, of 4 to 362 days; 15 end at the 512 days of Zumbach's paper. */
  readonly components?: number | undefined;
  /** ρ, memory of a component over that of the one before. Default √2. */
  readonly ratio?: number | undefined;
}

/** RiskMetrics 2006 as a file gives it. */
export const riskMetrics2006Schema = z
  .strictObject({
    name: z.literal('riskmetrics-2006'),
    longestDays: z.number().gt(1).default(DEFAULTS.longestDays).describe('Days at which memory ends.'),
    shortestDays: z.number().positive().default(DEFAULTS.shortestDays).describe('Memory of the first component.'),
    components: z.int().positive().default(DEFAULTS.components).describe('Number of components.'),
    ratio: z.number().gt(1).default(DEFAULTS.ratio).describe('Memory of a component over that of the one before.'),
    ...measureKeys,
  })
  .describe('RiskMetrics 2006: averages of many memories, with weights that fall with the log of the memory.');

/**
 * RiskMetrics 2006 (Zumbach 2007, The RiskMetrics 2006 methodology): long memory from a sum of exponentially weighted
 * moving averages of a daily variance v,
 *
 *   σ²_{t+1} = Σ_k w_k s_{k,t},  s_{k,t} = μ_k s_{k,t−1} + (1 − μ_k) v_t,  μ_k = e^{−1/τ_k},
 *   τ_k = τ₁ ρ^{k−1},  w_k ∝ 1 − ln τ_k / ln τ₀,
 *
 * brought to the level of the target (`levelRatio`), the same for every horizon, and at least 1 % of the mean fitted. As in
 * the Python package arch, component k starts from a weighted mean of the first days of the fitted history, weights μ_kⁱ,
 * over the days that bear 99 % of the weight. Hence forecasts of the first days know the level of what followed, as far as
 * the fitted history goes; none knows anything after it. Missing days of a column take the last known value.
 *
 * `fit` needs 64 rows; the first 21 rows of a history have no forecast.
 *
 * @throws RangeError unless every τ_k is above 0 and below τ₀
 * @example
 * const model = createRiskMetrics2006Forecaster({ measure: 'squared-return' }).fit(bars, { seed: 7 });
 */
export function createRiskMetrics2006Forecaster(options: RiskMetrics2006Options = {}): VolatilityForecaster {
  const { measure = DEFAULT_MEASURE, target = DEFAULT_TARGET } = options;
  const { decays, weights } = riskMetricsComponents(options);
  return {
    name: 'riskmetrics-2006',
    fit(history, { signal }) {
      signal?.throwIfAborted();
      requireRows('riskmetrics-2006', history.close.length, FIT_ROWS, 'to compare the measure with the target');
      const usual = usualVariance('riskmetrics-2006', measure, dailyVariance(history, measure));
      // Row 0 of bars has no variance: it is a day like the first known one, and not counted.
      const days = knownVariance(history, measure, usual).subarray(1);
      const starts = decays.map((decay, k) => startOf(days, decay, k));
      return riskMetricsModel({ decays, weights, starts, measure, usual, level: levelRatio(history, measure, target) });
    },
  };
}

/**
 * Decay per day and weight of each component, shortest memory first.
 *
 * @throws RangeError unless every memory is above 0 and below `longestDays`
 */
export function riskMetricsComponents(options: RiskMetrics2006Options = {}): { decays: number[]; weights: number[] } {
  const {
    longestDays = DEFAULTS.longestDays,
    shortestDays = DEFAULTS.shortestDays,
    components = DEFAULTS.components,
    ratio = DEFAULTS.ratio,
  } = options;
  requireCount('components', components);
  if (!(ratio > 1 && Number.isFinite(ratio))) throw new RangeError(`ratio is ${ratio}: expected a number above 1`);
  const memories = Array.from({ length: components }, (_, k) => shortestDays * ratio ** k);
  if (!(shortestDays > 0 && longestDays > 1 && memories[components - 1] < longestDays)) {
    throw new RangeError(
      `memories run from ${shortestDays} to ${memories[components - 1]} days: expected them above 0 and below longestDays (${longestDays})`,
    );
  }
  const raw = memories.map((days) => 1 - Math.log(days) / Math.log(longestDays));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return { decays: memories.map((days) => Math.exp(-1 / days)), weights: raw.map((weight) => weight / sum) };
}

/** Restores a model saved by `toJSON`. */
export function restoreRiskMetrics2006Model(json: VolatilityModelJSON): VolatilityModel {
  const decays = savedNumbers(json, 'decays');
  return riskMetricsModel({
    decays,
    weights: savedNumbers(json, 'weights', decays.length),
    starts: savedNumbers(json, 'starts', decays.length),
    measure: savedMeasure(json, 'measure'),
    usual: savedPositive(json, 'usual'),
    level: savedPositive(json, 'level'),
  });
}

interface RiskMetricsFit {
  readonly decays: readonly number[];
  readonly weights: readonly number[];
  /** Each component before the first day. */
  readonly starts: readonly number[];
  readonly measure: VarianceMeasure;
  readonly usual: number;
  readonly level: number;
}

function riskMetricsModel(fit: RiskMetricsFit): VolatilityModel {
  const { decays, weights, starts, measure, usual, level } = fit;
  const floor = varianceFloor(usual);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const days = knownVariance(history, measure, usual);
    const variance = new Float64Array(days.length).fill(Number.NaN);
    const states = [...starts];
    for (let t = 1; t < days.length; t++) {
      let sum = 0;
      for (let k = 0; k < states.length; k++) {
        states[k] = decays[k] * states[k] + (1 - decays[k]) * days[t];
        sum += weights[k] * states[k];
      }
      if (t >= WARMUP) variance[t] = level * Math.max(sum, floor);
    }
    return volatilityAtHorizons([1], [variance], horizonDays);
  }
  return {
    forecaster: 'riskmetrics-2006',
    warmup: WARMUP,
    forecast,
    toJSON: () => ({ forecaster: 'riskmetrics-2006', ...fit }),
  };
}

/** Mean of the first days with weights decayⁱ, over those that bear 99 % of the weight, as many as there are. */
function startOf(days: Float64Array, decay: number, component: number): number {
  const wanted = Math.floor(Math.log(START_REST) / Math.log(decay));
  const count = Math.max(Math.min(wanted, days.length), component, 1);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < Math.min(count, days.length); i++) {
    sum += decay ** i * days[i];
    total += decay ** i;
  }
  return sum / total;
}
