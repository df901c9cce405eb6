import { type FeatureMatrix, selectFeatures } from '../../market/features.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeDetector, RegimeModel } from '../detector.ts';
import { labelTransition } from '../label-transition.ts';
import { findCompleteRows } from '../observations.ts';
import { permuteSquare } from '../permutation.ts';
import { type CalmModel, createCalmModel, firstComplete } from './calm-model.ts';
import { calmColumns } from './calm-regimes.ts';
import { requireRules } from './calm-rows.ts';
import type { CalmRule } from './calm-rule.ts';

export interface CalmDetector<M extends RegimeModel = RegimeModel> extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): CalmModel<M>;
}

/**
 * A detector whose models calm what the given detector says of each row by rules (`calmRegimes`). The regimes' figures, order
 * and transition are those of the calmed days. With a rule that acts on labels every row has all weight on the label held;
 * with `persistence` alone the probabilities are the smoothed ones.
 *
 * `previous` may be an earlier calmed model, whatever its rules, or an earlier model of the detector itself. A regime that the
 * rules never let in has the figures of all days and comes last.
 *
 * @throws RangeError when `rules` is empty; `fit` throws what the detector's does
 * @example
 * const detector = wrapDetector(createHmmDetector({ states: 2, features: ['return'] }), [minimumDwell(10)]);
 * const model = detector.fit(features, { seed: 1, returns });
 * model.report(features).removed; // switches spared
 */
export function wrapDetector<M extends RegimeModel>(
  detector: Omit<RegimeDetector, 'fit'> & { fit(features: FeatureMatrix, options: DetectorFitOptions): M },
  rules: readonly CalmRule[],
): CalmDetector<M> {
  requireRules(rules);

  function fit(features: FeatureMatrix, options: DetectorFitOptions): CalmModel<M> {
    const inner = detector.fit(features, { ...options, previous: underneath(options.previous) });
    const { complete } = findCompleteRows(selectFeatures(features, inner.features).columns, features.rows);
    const calmed = calmColumns(inner.filter(features), rules, firstComplete(inner, features));
    const { states, order } = describeRegimes(calmed, complete, options.returns);
    const transition = Float64Array.from(labelTransition(calmed, complete).flatMap((row) => [...row]));
    return createCalmModel({
      // A renamed model is of the same make.
      inner: inner.permute(order) as M,
      rules: [...rules],
      states,
      transition: permuteSquare(transition, order),
    });
  }

  return { name: 'calm', states: detector.states, features: detector.features, fit };
}

/** The model that an earlier one calms, or itself. */
function underneath(previous: RegimeModel | undefined): RegimeModel | undefined {
  return previous?.detector === 'calm' ? (previous as CalmModel).inner : previous;
}
