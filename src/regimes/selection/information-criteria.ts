import { type FeatureMatrix, selectFeatures } from '../../market/features.ts';
import type { RegimeModel, RegimeProbabilities } from '../detector.ts';

/** In sample; lower is better. Only models of the same rows of the same features compare. */
export interface InformationCriteria {
  /** −2 log L + 2 p (Akaike 1974). */
  readonly aic: number;
  /** −2 log L + p ln n (Schwarz 1978). */
  readonly bic: number;
  /** BIC + 2 Σ_t Σ_k −p_tk ln p_tk: what is left unclear of each day's regime costs too. */
  readonly icl: number;
}

/** What a model of maximum likelihood says of its own fit. */
type LikelihoodFit = Pick<InformationCriteria, 'aic' | 'bic'>;

/** A model that looks ahead in sample, as the states of a chain are smoothed. */
interface Smoothing {
  inSampleSmoothed(features: FeatureMatrix): RegimeProbabilities;
}

/**
 * AIC, BIC and ICL of a model whose `fit` has the first two; undefined for one without a likelihood, such as K-Means.
 *
 * ICL (Biernacki, Celeux and Govaert 2000, in the form of McLachlan and Peel 2000) adds twice the entropy of the regimes of
 * the fitted rows, so that regimes which overlap do not pay. Probabilities are smoothed ones where the model has
 * `inSampleSmoothed`, else those of `filter`, which are the same for a model without a chain. The sum of the rows'
 * entropies is at least the entropy of their joint path: days that follow each other count as if each were classified by
 * itself.
 *
 * @param features the rows that the model was fitted on; rows with a gap in the model's features do not count
 * @example
 * informationCriteria(createHmmDetector({ states: 2, features: ['return'] }).fit(features, options), features)?.icl;
 */
export function informationCriteria(model: RegimeModel, features: FeatureMatrix): InformationCriteria | undefined {
  if (!hasLikelihoodFit(model)) return undefined;
  const { aic, bic } = model.fit;
  const probabilities = smooths(model) ? model.inSampleSmoothed(features) : model.filter(features);
  const { columns } = selectFeatures(features, model.features);
  return {
    aic,
    bic,
    icl: bic + 2 * stateEntropy(probabilities, (row) => columns.every((column) => Number.isFinite(column[row]))),
  };
}

/** Σ_t Σ_k −p_tk ln p_tk in nats, over the rows that count. */
function stateEntropy({ rows, columns }: RegimeProbabilities, counts: (row: number) => boolean): number {
  let entropy = 0;
  for (let t = 0; t < rows; t++) {
    if (!counts(t)) continue;
    // Rounding may leave a probability of 1 + 2e-16, whose term would be negative.
    for (const column of columns) if (column[t] > 0 && column[t] < 1) entropy -= column[t] * Math.log(column[t]);
  }
  return entropy;
}

function hasLikelihoodFit(model: RegimeModel): model is RegimeModel & { readonly fit: LikelihoodFit } {
  const fit = 'fit' in model ? (model.fit as Partial<LikelihoodFit> | undefined) : undefined;
  return [fit?.aic, fit?.bic].every((value) => typeof value === 'number');
}

function smooths(model: RegimeModel): model is RegimeModel & Smoothing {
  return 'inSampleSmoothed' in model && typeof model.inSampleSmoothed === 'function';
}
