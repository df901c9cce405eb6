import type { RegimeProbabilities } from '../detector.ts';
import { expectedDurations } from '../expected-durations.ts';
import { splitRows } from '../saved-parts.ts';
import { stationaryStart } from './joint-chain.ts';
import { ownUnits, readRows, type SwitchingData, toFeatures } from './switching-data.ts';
import { inferSwitching, marginalise, smoothSwitching } from './switching-inference.ts';
import type { SwitchingParameters, SwitchingState } from './switching-parameters.ts';

/** What given parameters say of given rows. */
export interface SwitchingEvaluation {
  readonly logLikelihood: number;
  /** Rows that count: complete, and so are their lags. */
  readonly rows: number;
  /** Log density of each row given the rows before it; 0 in a row that does not count. */
  readonly rowLogLikelihoods: Float64Array;
  /** P(regime | rows 0..t); the start's probabilities before the first row that counts. */
  readonly filtered: RegimeProbabilities;
  /** Rows that each regime lasts on average. */
  readonly expectedDurations: Float64Array;
  /** P(regime | all rows) (Kim 1994): looks ahead. For pictures only, never for decisions. */
  inSampleSmoothed(): RegimeProbabilities;
}

/**
 * Likelihood and regimes of a Markov-switching regression at given parameters, by Hamilton's filter (1989). Of an
 * autoregression with p lags the first p rows are given, not explained.
 *
 * @throws RangeError when the parameters do not fit together or are no probabilities or variances
 * @example
 * // US federal funds rate, two levels, one variance (the parameters are Stata's)
 * evaluateSwitchingRegression(
 *   {
 *     transition: [[0.9820939, 0.0179061], [0.0503587, 0.9496413]],
 *     coefficients: [[3.70877], [9.556793]],
 *     variances: [4.441818, 4.441818],
 *   },
 *   { dependent: rate },
 * ).logLikelihood; // −508.636
 */
export function evaluateSwitchingRegression(parameters: SwitchingParameters, data: SwitchingData): SwitchingEvaluation {
  const features = toFeatures(data);
  const state = toState(parameters, features.columns.length);
  const rows = readRows(features, features.names, ownUnits(features.columns.length), state.lags);
  const inference = inferSwitching(state, rows);
  const rowLogLikelihoods = new Float64Array(rows.rows);
  rowLogLikelihoods.set(inference.rowLogLikelihoods, rows.first);
  return {
    logLikelihood: inference.logLikelihood,
    rows: rows.usableRows,
    rowLogLikelihoods,
    filtered: marginalise(inference, inference.filtered, rows, state.start),
    expectedDurations: expectedDurations(splitRows(state.transition, state.states)),
    inSampleSmoothed: () => marginalise(inference, smoothSwitching(inference).smoothed, rows, state.start),
  };
}

/** Probabilities may miss a sum of 1 by this much. */
const rounding = 1e-6;

/** Parameters as the arithmetic takes them. Throws a RangeError on such as cannot be. */
export function toState(parameters: SwitchingParameters, terms: number): SwitchingState {
  const { transition, coefficients, variances, lagCoefficients = [], start } = parameters;
  const states = variances.length;
  const lags = lagCoefficients[0]?.length ?? 0;
  const table = (name: string, rows: readonly ArrayLike<number>[], width: number) => {
    if (rows.length !== states || rows.some((row) => row.length !== width)) {
      throw new RangeError(
        `${name} has rows of ${rows.map((row) => row.length).join(', ')} values: expected ${states} rows of ${width}`,
      );
    }
    return Float64Array.from(rows.flatMap((row) => Array.from(row)));
  };
  const flat = table('transition', transition, states);
  const first = start === undefined ? stationaryStart(states, flat) : Float64Array.from(start);
  const state = {
    states,
    terms,
    lags,
    start: first,
    transition: flat,
    coefficients: table('coefficients', coefficients, terms),
    lagCoefficients: lags === 0 ? new Float64Array() : table('lagCoefficients', lagCoefficients, lags),
    variances: Float64Array.from(variances),
  };
  if (first.length !== states) throw new RangeError(`start has ${first.length} values: expected ${states}`);
  for (const row of [...transition, first]) checkProbabilities(Array.from(row));
  for (const variance of state.variances) {
    if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a variance is ${variance}: expected a finite number above 0`);
    }
  }
  for (const value of [...state.coefficients, ...state.lagCoefficients]) {
    if (!Number.isFinite(value)) throw new RangeError(`a coefficient is ${value}: expected a finite number`);
  }
  return state;
}

function checkProbabilities(row: readonly number[]): void {
  const total = row.reduce((sum, probability) => sum + probability, 0);
  if (row.every((probability) => probability >= 0) && Math.abs(total - 1) <= rounding) return;
  throw new RangeError(`probabilities are ${row.join(', ')}: expected numbers >= 0 that add up to 1`);
}
