import { basename } from 'node:path';
import type { Bars } from '../market/bars.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { InputError } from '../support/input-error.ts';
import { type ConfigOrigin, errorAt, figureError } from './config-errors.ts';
import type { RegimesConfig } from './regimes-schema.ts';

/** The history that regimes are found in. */
export interface RegimesData {
  readonly bars: Bars;
  readonly features: FeatureMatrix;
  /** Daily log returns, NaN on the first day. */
  readonly returns: Float64Array;
  /** The file's name, for people. */
  readonly source: string;
  /** The file as it was named, for messages. */
  readonly file: string;
  readonly notices: readonly string[];
}

/**
 * Reads the history and computes the features of these names.
 *
 * @throws InputError on an unknown feature, a bad file, or a history that ends before the first fit
 */
export async function readRegimesData(
  config: RegimesConfig,
  names: readonly string[],
  origin: ConfigOrigin,
): Promise<RegimesData> {
  const { computeFeatures, featureByName } = await import('../market/features/registry.ts');
  for (const [index, name] of (config.features ?? []).entries()) {
    try {
      featureByName(name);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw errorAt(origin, ['features', index], `features: ${error.message}`);
    }
  }
  const { bundledBarsPath, readBars } = await import('../market/read-bars.ts');
  const { logReturns } = await import('../market/bars.ts');
  const file = config.data.file ?? bundledBarsPath();
  const { bars, notices } = await readBars(file);
  const source = config.data.file === undefined ? 'bundled S&P 500' : basename(file);
  checkLength(bars, source, config, origin);
  return {
    bars,
    features: computeFeatures(bars, names),
    returns: logReturns(bars),
    source,
    file: config.data.file ?? source,
    notices,
  };
}

/** One day at least is out of sample beside that of the first fit. */
function checkLength({ dates }: Bars, source: string, config: RegimesConfig, origin: ConfigOrigin): void {
  const { firstFitDays } = config.walkForward;
  if (dates.length > firstFitDays) return;
  throw figureError(
    `walkForward.firstFitDays is ${firstFitDays}: expected fewer than the ${dates.length} days of ${source}; give a longer history or a shorter first fit`,
    { origin, config },
  );
}
