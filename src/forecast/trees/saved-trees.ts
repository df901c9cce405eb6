import { z } from 'zod';
import { isVarianceMeasure, type VarianceMeasure } from '../../market/daily-variance.ts';
import { isRegressionTree } from '../../math/trees/regression-tree.ts';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { VolatilityModelJSON } from '../forecaster.ts';
import { isGrid } from '../term-structure.ts';
import type { HorizonFit } from './fit-horizon.ts';
import { LINEAR_FEATURES, type TreeColumn, treeTransforms } from './tree-features.ts';

/** Data of a fitted model. */
export interface BoostedTreesFit {
  readonly gridDays: readonly number[];
  readonly columns: readonly TreeColumn[];
  readonly horizons: readonly HorizonFit[];
  readonly measure: VarianceMeasure;
  /** Mean of the measure over the fitted history. */
  readonly usual: number;
  /** From the measure to the target. */
  readonly level: number;
}

/** A further column as a file gives it. */
export const treeColumnSchema = z.strictObject({
  column: z.string().min(1).describe("Name of the history's column."),
  lagDays: z.int().min(0).default(0).describe('Days by which it is late; 0 where it is known at the close of its row.'),
  transform: z.enum(treeTransforms).default('level').describe('What is read of it.'),
});

const savedTree = z.object({
  feature: z.array(z.number()),
  threshold: z.array(z.number()),
  value: z.array(z.number()),
});

const savedModel = z.object({
  gridDays: z.array(z.number()).refine(isGrid, 'expected whole numbers of days >= 1, strictly increasing'),
  columns: z.array(treeColumnSchema),
  horizons: z.array(
    z.object({
      coefficients: z.array(z.number()).length(LINEAR_FEATURES + 1),
      trees: z.array(savedTree),
      smearing: z.number().positive(),
      low: z.number().positive(),
      high: z.number().positive(),
    }),
  ),
  measure: z.string().refine(isVarianceMeasure, 'expected a measure of daily variance'),
  usual: z.number().positive(),
  level: z.number().positive(),
});

/**
 * The fit of a saved model.
 *
 * @param ownFeatures features beside the further columns
 * @throws InputError on data that no model can have written
 */
export function savedTreeModel(json: VolatilityModelJSON, ownFeatures: number): BoostedTreesFit {
  const saved = `saved forecaster '${json.forecaster}'`;
  const fit = parseSaved(saved, savedModel, json);
  checkSavedLengths(saved, { horizons: fit.horizons }, fit.gridDays.length);
  const features = ownFeatures + fit.columns.length;
  for (const { trees } of fit.horizons) {
    const bad = trees.findIndex((tree) => !isRegressionTree(tree, features));
    if (bad < 0) continue;
    throw new InputError(
      `${saved}: horizons: tree ${bad} is none of ${features} features; save it again with toJSON()`,
    );
  }
  return { ...fit, measure: fit.measure as VarianceMeasure };
}

/** Throws a RangeError on a further column that cannot be read. */
export function checkTreeColumns(columns: readonly TreeColumn[]): void {
  columns.forEach((each, i) => {
    const result = treeColumnSchema.safeParse(each);
    if (result.success) return;
    const { path, message } = result.error.issues[0];
    throw new RangeError(`columns[${i}]${path.length === 0 ? '' : `.${path.join('.')}`}: ${message}`);
  });
}
