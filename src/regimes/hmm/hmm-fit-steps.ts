import type { FeatureMatrix } from '../../market/features.ts';
import { InputError } from '../../support/input-error.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeProbabilities } from '../detector.ts';
import { fitStandardiser, type Observations, observe, type Standardiser } from '../observations.ts';
import { copyHmm, countHmmParameters, type Hmm, permuteStates } from './emissions.ts';
import type { HmmFitPlan } from './fit-hmm.ts';
import type { BaumWelchResult } from './hmm-baum-welch.ts';
import type { HmmFitSettings } from './hmm-fit-settings.ts';
import { filterStates } from './hmm-inference.ts';
import type { HmmFit, HmmParts } from './hmm-parts.ts';

/** A fit made ready: what is to be maximised, and how its result becomes a model. */
export interface PreparedHmmFit {
  readonly plan: HmmFitPlan;
  conclude(fitted: BaumWelchResult): HmmParts;
}

/**
 * Standardises the features, checks them, and lays out the sequences; afterwards puts figures to the regimes and orders them.
 *
 * @param sequenceStarts rows at which a sequence begins, after the first
 * @throws InputError on features that cannot be fitted
 */
export function prepareHmmFit(
  features: FeatureMatrix,
  { names, make, chain, ...settings }: HmmFitSettings,
  { returns, seed }: Pick<DetectorFitOptions, 'returns' | 'seed'>,
  {
    previous,
    sequenceStarts = [],
  }: { readonly previous?: HmmParts | undefined; readonly sequenceStarts?: readonly number[] | undefined },
): PreparedHmmFit {
  const standardiser = fitStandardiser(features, names);
  const observations = observe(features, names, standardiser);
  const rows = observations.completeRows;
  const parameters = countHmmParameters({ ...make, dimensions: names.length }, chain);
  if (rows < parameters) {
    const kind = chain === 'independent' ? 'mixture' : 'hidden Markov model';
    throw new InputError(
      `${rows} complete rows: expected at least ${parameters}, the parameters of a ${kind} of ${make.states} regimes and ${names.length} features; give more rows or fewer regimes`,
    );
  }
  const spans = spansOf(observations.rows, sequenceStarts);
  const { rest, sequences } = joinSpans(observations, spans);
  const plan: HmmFitPlan = {
    ...settings,
    observations: rest,
    make,
    chain,
    sequences,
    seed,
    previous: previous === undefined ? undefined : inUnitsOf(previous, standardiser),
  };

  function conclude(fitted: BaumWelchResult): HmmParts {
    const logScale = standardiser.scale.reduce((sum, scale) => sum + Math.log(scale), 0);
    const logLikelihood = fitted.logLikelihood - rows * logScale;
    const fit: HmmFit = {
      logLikelihood,
      rows,
      parameters,
      aic: -2 * logLikelihood + 2 * parameters,
      bic: -2 * logLikelihood + parameters * Math.log(rows),
      iterations: fitted.iterations,
      converged: fitted.converged,
    };
    const filtered = filterSpans(fitted.hmm, observations, spans);
    const described = describeRegimes(filtered, observations.complete, returns);
    const hmm = permuteStates(fitted.hmm, described.order);
    return { features: names, standardiser, hmm, chain, states: described.states, fit };
  }

  return { plan, conclude };
}

type Span = readonly [from: number, to: number];

function spansOf(rows: number, sequenceStarts: readonly number[]): readonly Span[] {
  const starts = [0, ...sequenceStarts];
  starts.forEach((start, n) => {
    if (n > 0 && !(Number.isInteger(start) && start > starts[n - 1] && start < rows)) {
      throw new RangeError(
        `sequenceStarts is [${sequenceStarts.join(', ')}]: expected increasing rows from 1 to ${rows - 1}`,
      );
    }
  });
  return starts.map((start, n) => [start, starts[n + 1] ?? rows]);
}

/** The rows of each span from its first complete one on, one after another, and where each begins. */
function joinSpans(observations: Observations, spans: readonly Span[]) {
  const { dimensions, values, complete } = observations;
  const kept = spans
    .map(([from, to]): Span => {
      const first = complete.subarray(from, to).indexOf(1);
      return [first < 0 ? to : from + first, to];
    })
    .filter(([from, to]) => from < to);
  const rows = kept.reduce((sum, [from, to]) => sum + to - from, 0);
  const joined = { values: new Float64Array(rows * dimensions), complete: new Uint8Array(rows) };
  const sequences: number[] = [];
  let at = 0;
  for (const [from, to] of kept) {
    sequences.push(at);
    joined.values.set(values.subarray(from * dimensions, to * dimensions), at * dimensions);
    joined.complete.set(complete.subarray(from, to), at);
    at += to - from;
  }
  return { rest: { ...observations, rows, ...joined }, sequences };
}

/** Filtered probabilities of all rows, each span by itself. */
function filterSpans(hmm: Hmm, observations: Observations, spans: readonly Span[]): RegimeProbabilities {
  const { dimensions, values, complete, rows } = observations;
  const uniform = Array.from({ length: hmm.states }, () => 1 / hmm.states);
  const columns = uniform.map(() => new Float64Array(rows));
  for (const [from, to] of spans) {
    const part = {
      ...observations,
      rows: to - from,
      values: values.subarray(from * dimensions, to * dimensions),
      complete: complete.subarray(from, to),
    };
    filterStates(hmm, part, uniform).columns.forEach((column, k) => {
      columns[k].set(column, from);
    });
  }
  return { rows, columns };
}

/** The parameters of an earlier fit in the standard units of this one. */
function inUnitsOf({ hmm, standardiser: earlier }: HmmParts, { location, scale }: Standardiser): Hmm {
  const moved = copyHmm(hmm);
  const { dimensions, covariance, means, variances } = moved;
  const ratio = scale.map((own, d) => earlier.scale[d] / own);
  for (let m = 0; m < means.length; m++) {
    const d = m % dimensions;
    means[m] = (earlier.location[d] + earlier.scale[d] * hmm.means[m] - location[d]) / scale[d];
  }
  for (let n = 0; n < variances.length; n++) {
    const j = n % dimensions;
    const i = covariance === 'full' || covariance === 'tied' ? Math.floor(n / dimensions) % dimensions : j;
    // One variance for all features has no feature's ratio: it stays in standard units.
    if (covariance !== 'spherical') variances[n] *= ratio[i] * ratio[j];
  }
  return moved;
}
