import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance } from '../market/daily-variance.ts';
import { createRandomStream } from '../math/random.ts';
import { requireCount } from '../support/require.ts';
import { requireRows } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { knownVariance, usualVariance } from './known-variance.ts';
import {
  DEFAULT_MEASURE,
  DEFAULT_TARGET,
  gridKey,
  levelRatio,
  type MeasureOptions,
  measureKeys,
} from './measure-options.ts';
import { checkGrid, DEFAULT_GRID_DAYS, volatilityAtHorizons } from './term-structure.ts';
import { fitHorizon, type HorizonFit, logVariance } from './trees/fit-horizon.ts';
import { type BoostedTreesFit, checkTreeColumns, savedTreeModel, treeColumnSchema } from './trees/saved-trees.ts';
import { OWN_FEATURES, TREE_WARMUP, type TreeColumn, treeFeatures } from './trees/tree-features.ts';
import { forwardMean } from './variance-windows.ts';

const FIT_ROWS = 126;
/** Rows at least that trees are grown on while their number is chosen. */
const EARLY_ROWS = 63;
const DEFAULTS = {
  linear: true,
  trees: 200,
  depth: 3,
  leafRows: 20,
  shrinkage: 0.05,
  subsample: 0.5,
  heldBack: 0.2,
  patience: 20,
};

export interface BoostedTreesOptions extends MeasureOptions {
  /** Horizons in trading days, increasing, each with trees of its own. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
  /** Whether the trees add to a log-HAR regression (default) or stand alone. */
  readonly linear?: boolean | undefined;
  /** Further columns of the history that the trees read. Default none. */
  readonly columns?: readonly TreeColumn[] | undefined;
  /** Most trees a horizon. Default 200. */
  readonly trees?: number | undefined;
  /** Splits from root to leaf, 1 to 8. Default 3. */
  readonly depth?: number | undefined;
  /** Fewest rows of a leaf. Default 20. */
  readonly leafRows?: number | undefined;
  /** Factor on each tree, in (0, 1]. Default 0.05. */
  readonly shrinkage?: number | undefined;
  /** Share of the rows that each tree is grown on, in (0, 1]. Default 0.5. */
  readonly subsample?: number | undefined;
  /** Share of the rows, the last ones, on which the number of trees is chosen, 0 to 0.5; 0 grows all trees. Default 0.2. */
  readonly heldBack?: number | undefined;
  /** Trees without an improvement on those rows after which no more are grown. Default 20. */
  readonly patience?: number | undefined;
}

/** Boosted trees as a file gives them. */
export const boostedTreesSchema = z
  .strictObject({
    name: z.literal('boosted-trees'),
    gridDays: gridKey,
    linear: z.boolean().default(DEFAULTS.linear).describe('Whether the trees add to a log-HAR regression.'),
    columns: z.array(treeColumnSchema).default([]).describe('Further columns of the history that the trees read.'),
    trees: z.int().positive().default(DEFAULTS.trees).describe('Most trees a horizon.'),
    depth: z.int().min(1).max(8).default(DEFAULTS.depth).describe('Splits from root to leaf.'),
    leafRows: z.int().positive().default(DEFAULTS.leafRows).describe('Fewest rows of a leaf.'),
    shrinkage: z.number().gt(0).max(1).default(DEFAULTS.shrinkage).describe('Factor on each tree.'),
    subsample: z.number().gt(0).max(1).default(DEFAULTS.subsample).describe('Share of the rows each tree is grown on.'),
    heldBack: z
      .number()
      .min(0)
      .max(0.5)
      .default(DEFAULTS.heldBack)
      .describe('Share of the rows, the last ones, on which the number of trees is chosen; 0 grows all trees.'),
    patience: z.int().positive().default(DEFAULTS.patience).describe('Trees without an improvement before the end.'),
    ...measureKeys,
  })
  .describe('Gradient-boosted regression trees for the log of variance.');

/**
 * Gradient-boosted regression trees (Friedman 2001, 2002) for the log of the mean variance of the next days, direct for each
 * horizon of a grid. They read the logs of the measure's means of 1, 5 and 22 days, returns and falls, and columns of the
 * history where told to, and add to a log-HAR regression (Corsi 2009) what it misses, or stand alone. Each tree is grown on a
 * random share of the rows; how many are kept is chosen on the last rows of the history, with the horizon's days left out
 * before them, and that many are then grown on all rows.
 *
 * A forecast is the smearing factor × exp of the fit (`fitHorizon`), between 0.5 × the smallest and 1.5 × the largest target
 * fitted, brought to the level of the target (`levelRatio`). Horizons between those of the grid are interpolated in total
 * variance, later ones extended flat. Missing days of the measure take the last known value.
 *
 * `fit` needs 148 rows and twice as many more as the longest horizon has days, more where horizons are long or much is held
 * back; the first 22 rows have no forecast.
 *
 * @throws RangeError on options out of range
 * @example
 * const columns = [{ column: 'impliedVol', transform: 'log' }] as const;
 * const model = createBoostedTreesForecaster({ columns }).fit(bars, { seed: 7 });
 */
export function createBoostedTreesForecaster(options: BoostedTreesOptions = {}): VolatilityForecaster {
  const { gridDays = DEFAULT_GRID_DAYS, measure = DEFAULT_MEASURE, target = DEFAULT_TARGET, columns = [] } = options;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings = { ...DEFAULTS, ...given };
  checkGrid(gridDays);
  checkTreeColumns(columns);
  checkSettings(settings);
  const longest = gridDays[gridDays.length - 1];
  return {
    name: 'boosted-trees',
    fit(history, { seed, signal, onProgress }) {
      const usable = Math.max(FIT_ROWS + longest, Math.ceil((EARLY_ROWS + longest) / (1 - settings.heldBack)));
      const parts = `${TREE_WARMUP} to fill its windows, ${usable} to fit and to hold back, ${longest} for the longest horizon`;
      requireRows('boosted-trees', history.close.length, TREE_WARMUP + usable + longest, parts);
      const usual = usualVariance('boosted-trees', measure, dailyVariance(history, measure));
      const variance = knownVariance(history, measure, usual);
      const features = treeFeatures(history, measure, usual, columns);
      const horizons = gridDays.map((days, g) => {
        signal?.throwIfAborted();
        const stream = (part: string) => createRandomStream(seed, 'boosted-trees', days, part);
        const fit = fitHorizon(features, forwardMean(variance, days), days, { ...settings, stream, signal });
        onProgress?.({ label: `growing trees for ${days} days`, done: g + 1, total: gridDays.length });
        return fit;
      });
      const level = levelRatio(history, measure, target);
      return boostedTreesModel({ gridDays: [...gridDays], columns: [...columns], horizons, measure, usual, level });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreBoostedTreesModel(json: VolatilityModelJSON): VolatilityModel {
  return boostedTreesModel(savedTreeModel(json, OWN_FEATURES));
}

function boostedTreesModel(fit: BoostedTreesFit): VolatilityModel {
  const { gridDays, columns, horizons, measure, usual, level } = fit;
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const features = treeFeatures(history, measure, usual, columns);
    const gridVariance = horizons.map(({ coefficients, trees, smearing, low, high }) =>
      Float64Array.from(history.close, (_, t) => {
        if (t < TREE_WARMUP) return Number.NaN;
        const value = smearing * Math.exp(logVariance(coefficients, trees, features, t));
        return level * Math.min(Math.max(value, low), high);
      }),
    );
    return volatilityAtHorizons(gridDays, gridVariance, horizonDays);
  }
  return {
    forecaster: 'boosted-trees',
    warmup: TREE_WARMUP,
    forecast,
    toJSON: () => ({ forecaster: 'boosted-trees', ...fit, horizons: horizons.map(plainHorizon) }),
  };
}

function plainHorizon({ trees, ...rest }: HorizonFit) {
  const plain = trees.map(({ feature, threshold, value }) => ({
    feature: Array.from(feature),
    threshold: Array.from(threshold),
    value: Array.from(value),
  }));
  return { ...rest, trees: plain };
}

function checkSettings({ trees, depth, leafRows, shrinkage, subsample, heldBack, patience }: typeof DEFAULTS): void {
  for (const [name, value] of Object.entries({ trees, depth, leafRows, patience })) requireCount(name, value);
  if (depth > 8) throw new RangeError(`depth is ${depth}: expected 1 to 8`);
  for (const [name, value] of Object.entries({ shrinkage, subsample })) {
    if (!(value > 0 && value <= 1)) throw new RangeError(`${name} is ${value}: expected a number in (0, 1]`);
  }
  if (!(heldBack >= 0 && heldBack <= 0.5)) {
    throw new RangeError(`heldBack is ${heldBack}: expected a share from 0 to 0.5`);
  }
}
