import { type FeatureMatrix, selectFeatures } from '../../market/features.ts';
import type { OnlineFilter, RegimeModel, RegimeProbabilities, RegimeState } from '../detector.ts';
import { mostProbable } from '../most-probable.ts';
import { findCompleteRows } from '../observations.ts';
import { checkPermutation, permuteSquare } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';
import { calmColumns } from './calm-regimes.ts';
import { type CalmReport, reportCalm } from './calm-report.ts';
import { calmRows } from './calm-rows.ts';
import type { CalmRule } from './calm-rule.ts';

/** What a calmed model is made of: plain enough to be saved. */
export interface CalmParts<M extends RegimeModel = RegimeModel> {
  readonly inner: M;
  readonly rules: readonly CalmRule[];
  /** Figures of the regimes by calmed probability. */
  readonly states: readonly RegimeState[];
  /** P(next label j | label i now) at `i * states + j`, counted from the calmed labels of the fitted rows. */
  readonly transition: Float64Array;
}

/** A fitted detector whose probabilities are calmed by rules. */
export interface CalmModel<M extends RegimeModel = RegimeModel> extends RegimeModel {
  /** The model underneath. Its regimes bear the same numbers; pictures that look ahead (`inSample…`) are to be had here. */
  readonly inner: M;
  readonly rules: readonly CalmRule[];
  /** What the rules do to the labels of the model underneath, from the first complete row of `features` on. */
  report(features: FeatureMatrix): CalmReport;
  permute(order: readonly number[]): CalmModel<M>;
}

/**
 * Builds the model around its parts. Its probabilities are those of the model underneath after the rules (`calmRegimes`). The
 * rules begin with the first complete row; rows before hold the regimes' shares.
 */
export function createCalmModel<M extends RegimeModel>(parts: CalmParts<M>): CalmModel<M> {
  const { inner, rules, states, transition } = parts;
  const shares = states.map(({ share }) => share);
  return {
    detector: 'calm',
    features: inner.features,
    states,
    transition: splitRows(transition, states.length),
    inner,
    rules,
    filter: (features) => calmColumns(inner.filter(features), rules, firstComplete(inner, features), shares),
    online: () => filterOnline(inner, rules, shares),
    report: (features) => {
      const from = firstComplete(inner, features);
      const raw = inner.filter(features);
      const labels = (probabilities: RegimeProbabilities) => mostProbable(probabilities).subarray(from);
      return reportCalm(labels(raw), labels(calmColumns(raw, rules, from, shares)));
    },
    permute: (order) => {
      checkPermutation(order, states.length);
      return createCalmModel({
        ...parts,
        // A renamed model is of the same make.
        inner: inner.permute(order) as M,
        states: order.map((k) => states[k]),
        transition: permuteSquare(transition, order),
      });
    },
    toJSON: () => ({
      detector: 'calm',
      rules: rules.map((rule) => rule.toJSON()),
      states: states.map((state) => ({ ...state })),
      transition: [...transition],
      inner: inner.toJSON(),
    }),
  };
}

/** The first row of which the model has every feature; the number of rows when there is none. */
export function firstComplete({ features: names }: Pick<RegimeModel, 'features'>, features: FeatureMatrix): number {
  const { columns, rows } = selectFeatures(features, names);
  const first = findCompleteRows(columns, rows).complete.indexOf(1);
  return first < 0 ? rows : first;
}

function filterOnline(inner: RegimeModel, rules: readonly CalmRule[], shares: readonly number[]): OnlineFilter {
  const width = inner.features.length;
  const underneath = inner.online();
  const calm = calmRows(rules, shares.length);
  const before = Float64Array.from(shares);
  let begun = false;

  function isComplete(values: ArrayLike<number>): boolean {
    for (let d = 0; d < width; d++) if (!Number.isFinite(values[d])) return false;
    return true;
  }

  return {
    next(values) {
      const probabilities = underneath.next(values);
      begun ||= isComplete(values);
      return begun ? calm.next(probabilities) : before;
    },
  };
}
