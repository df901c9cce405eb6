import type { Executor } from '../../engine/jobs/executor.ts';
import type { FeatureMatrix } from '../../market/features.ts';
import { requireOneOf } from '../../support/require.ts';
import { checkPrevious } from '../check-previous.ts';
import type { DetectorFitOptions, RegimeDetector, RegimeModel } from '../detector.ts';
import { fitHmm, fitHmmOn } from './fit-hmm.ts';
import { completeHmmSettings, type HmmDetectorOptions, type HmmFitSettings } from './hmm-fit-settings.ts';
import { prepareHmmFit } from './hmm-fit-steps.ts';
import { createHmmModel, type HmmModel } from './hmm-model.ts';
import type { HmmParts } from './hmm-parts.ts';

export interface HmmFitOptions extends DetectorFitOptions {
  /**
   * Rows at which a further sequence begins, such as another asset's history put after the first: no state is carried over.
   * All sequences share the parameters. To filter one of them, give it alone.
   */
  readonly sequenceStarts?: readonly number[];
}

export interface HmmDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: HmmFitOptions): HmmModel;
  /**
   * `fit` with its restarts on the threads of a pool (`createRegimePool`): the same bits, whatever their number.
   *
   * @example
   * const pool = createRegimePool({ threads: 4 });
   * const model = await createHmmDetector({ states: 3, features, covariance: 'full' }).fitOn(pool, matrix, { seed: 1, returns });
   * await pool.close();
   */
  fitOn(executor: Executor, features: FeatureMatrix, options: HmmFitOptions): Promise<HmmModel>;
}

/**
 * Regimes by a hidden Markov model: the regime follows a Markov chain and each regime draws the features from a law of
 * its own, by default normal and independent between features (Hamilton 1989; Rydén, Teräsvirta and Åsbrink 1998 for daily
 * returns); a Student-t law (Bulla 2011) keeps one wild day from being taken for a regime. Fitted by maximum likelihood; a
 * state's variance is at least 1e-4 of the feature's variance. Rows with a missing feature are missing observations. Scaling a
 * feature changes nothing.
 *
 * `fit` throws an InputError on a feature that does not vary and on fewer complete rows than parameters.
 *
 * @throws RangeError on impossible options
 * @example
 * const model = createHmmDetector({ states: 2, features: ['return'] }).fit(features, { seed: 1, returns });
 * model.filter(features).columns[1]; // probability of the stormy regime at each close
 */
export function createHmmDetector(options: HmmDetectorOptions): HmmDetector {
  const { states, features: names, start = 'free' } = options;
  requireOneOf('start', start, ['free', 'stationary']);
  const settings = completeHmmSettings(options, start, 'diagonal');

  function prepare(features: FeatureMatrix, options: HmmFitOptions) {
    const previous = earlierParts(options.previous, 'hmm', settings);
    return prepareHmmFit(features, settings, options, { previous, sequenceStarts: options.sequenceStarts });
  }

  function fit(features: FeatureMatrix, options: HmmFitOptions): HmmModel {
    const { plan, conclude } = prepare(features, options);
    return createHmmModel(conclude(fitHmm(plan, options)));
  }

  async function fitOn(executor: Executor, features: FeatureMatrix, options: HmmFitOptions): Promise<HmmModel> {
    const { plan, conclude } = prepare(features, options);
    return createHmmModel(conclude(await fitHmmOn(executor, plan, options)));
  }

  return { name: 'hmm', states, features: [...names], fit, fitOn };
}

/** The parts of a model of the same make; throws a RangeError on any other. */
export function earlierParts(
  previous: RegimeModel | undefined,
  detector: string,
  { make, names }: HmmFitSettings,
): HmmParts | undefined {
  if (previous === undefined) return undefined;
  checkPrevious(previous, { detector, states: make.states, features: names });
  const { parts } = previous as HmmModel;
  const { law, covariance } = parts.hmm;
  if (law !== make.law || covariance !== make.covariance) {
    throw new RangeError(
      `previous has ${covariance} ${law} regimes: expected ${make.covariance} ${make.law} ones, as the detector's`,
    );
  }
  return parts;
}
