import { z } from 'zod';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedColumn, savedProbabilities, savedShared } from '../saved-parts.ts';
import { covarianceKinds, covarianceSize } from './covariance.ts';
import { densityTerms } from './emission-densities.ts';
import { type ChainKind, emissionLaws } from './emissions.ts';
import { createHmmModel, type HmmModel } from './hmm-model.ts';
import type { HmmParts } from './hmm-parts.ts';
import { degreesLimits } from './student-degrees.ts';

/** Models saved before there were other kinds are diagonal, normal and free. */
const savedParts = z.object({
  ...savedShared,
  law: z.enum(emissionLaws).default('normal'),
  covariance: z.enum(covarianceKinds).default('diagonal'),
  chain: z.enum(['free', 'stationary', 'independent']).default('free'),
  start: savedProbabilities,
  transition: savedProbabilities,
  means: savedColumn,
  variances: savedColumn,
  degrees: savedColumn.prefault([]),
  fit: z.object({
    logLikelihood: z.number(),
    rows: z.number(),
    parameters: z.number(),
    aic: z.number(),
    bic: z.number(),
    iterations: z.number(),
    converged: z.boolean(),
  }),
});

/** Restores a model from `HmmModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadHmmModel(json: RegimeModelJSON): HmmModel {
  return createHmmModel(parseHmmParts("regime model 'hmm'", json, ['free', 'stationary']));
}

/** The parts of a saved model, whose regimes follow each other in one of these ways. */
export function parseHmmParts(saved: string, json: RegimeModelJSON, chains: readonly ChainKind[]): HmmParts {
  const { features, location, scale, states, fit, chain, ...parameters } = parseSaved(saved, savedParts, json);
  const { start, transition, means, variances, degrees, law, covariance } = parameters;
  if (!chains.includes(chain)) {
    throw new InputError(`${saved}: chain is '${chain}', expected ${chains.join(' or ')}; save it again with toJSON()`);
  }
  const count = states.length;
  const dimensions = features.length;
  checkSavedLengths(saved, { location, scale }, dimensions);
  checkSavedLengths(saved, { start }, count);
  checkSavedLengths(saved, { transition }, count ** 2);
  checkSavedLengths(saved, { means }, count * dimensions);
  checkSavedLengths(saved, { variances }, covarianceSize(covariance, count, dimensions));
  checkSavedLengths(saved, { degrees }, law === 'student-t' ? count : 0);
  checkDistributions(saved, { start, transition }, count);
  const hmm = { ...parameters, states: count, dimensions };
  checkCovariances(saved, variances, hmm);
  if (degrees.some((nu) => !(nu >= degreesLimits[0]))) {
    throw new InputError(
      `${saved}: degrees [${degrees.join(', ')}], expected ${degreesLimits[0]} or more; save it again with toJSON()`,
    );
  }
  return { features, standardiser: { location, scale }, hmm, chain, states, fit };
}

function checkCovariances(saved: string, variances: Float64Array, hmm: HmmParts['hmm']): void {
  const fault = (what: string) =>
    new InputError(`${saved}: variances ${what}, expected >0; save it again with toJSON()`);
  if (hmm.covariance === 'diagonal' || hmm.covariance === 'spherical') {
    const bad = variances.findIndex((variance) => !(variance > 0));
    if (bad >= 0) throw fault(`hold ${variances[bad]} at number ${bad}`);
    return;
  }
  try {
    densityTerms(hmm);
  } catch {
    throw fault('are no positive definite matrices');
  }
}
