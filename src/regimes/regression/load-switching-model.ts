import { z } from 'zod';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedColumn, savedPositives, savedProbabilities, savedShared } from '../saved-parts.ts';
import { createSwitchingModel, type SwitchingModel } from './switching-model.ts';
import { mostJointStates, variesKinds } from './switching-terms.ts';

const varies = z.enum(variesKinds);
const count = z.number().int().nonnegative();

const savedParts = z.object({
  ...savedShared,
  detector: z.enum(['switching-regression', 'switching-autoregression']),
  terms: z.object({
    states: count,
    coefficients: z.array(varies).min(1),
    lagCoefficients: z.array(varies),
    variance: varies,
    start: z.enum(['stationary', 'free']),
  }),
  start: savedProbabilities,
  transition: savedProbabilities,
  coefficients: savedColumn,
  lagCoefficients: savedColumn,
  variances: savedPositives,
  fit: z.object({
    logLikelihood: z.number(),
    rows: count,
    parameterCount: count,
    aic: z.number(),
    bic: z.number(),
    iterations: count,
    converged: z.boolean(),
  }),
});

/** Restores a model from `SwitchingModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadSwitchingModel(json: RegimeModelJSON): SwitchingModel {
  const saved = `regime model '${json.detector}'`;
  const parsed = parseSaved(saved, savedParts, json);
  const { detector, features, terms, location, scale, states, fit, ...parameters } = parsed;
  const { start, transition, coefficients, lagCoefficients, variances } = parameters;
  const regimes = states.length;
  const lags = terms.lagCoefficients.length;
  checkSavedLengths(saved, { location, scale, 'terms.coefficients': terms.coefficients }, features.length);
  checkSavedLengths(saved, { start, variances, states: { length: terms.states } }, regimes);
  checkSavedLengths(saved, { transition }, regimes ** 2);
  checkSavedLengths(saved, { coefficients }, regimes * features.length);
  checkSavedLengths(saved, { lagCoefficients }, regimes * lags);
  checkDistributions(saved, { start, transition }, regimes);
  if (regimes ** (lags + 1) > mostJointStates) {
    throw new InputError(`${saved}: ${regimes} regimes and ${lags} lags: expected fewer; save it again with toJSON()`);
  }
  const state = { ...parameters, states: regimes, terms: features.length, lags };
  return createSwitchingModel({ detector, features, terms, standardiser: { location, scale }, state, states, fit });
}
