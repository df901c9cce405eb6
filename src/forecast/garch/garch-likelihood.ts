import { type ReturnSample, startOfRecursion } from './garch-start.ts';
import { ALPHA, BETA, DEGREES, GAMMA, type GarchTerms, MEAN, OMEGA, PARAMETERS, SKEW } from './garch-terms.ts';
import { CONSTANTS, type ShockLaw, SLOPES, shockLaws } from './shock-law.ts';

const meanAbsNormal = Math.sqrt(2 / Math.PI);

/** The likelihood of a sample; its arrays are written over by the next call. */
export interface GarchLikelihood {
  /**
   * Log likelihood at a vector of parameters, not finite where the variance runs away. `slopes` then has its exact slopes
   * by all parameters (those of γ in 'garch' as if it were there).
   */
  at(parameters: Float64Array): number;
  readonly slopes: Float64Array;
  /** Σ s_t s_t′ of the scores, the slopes of each row's part, row by row. */
  outerProduct(parameters: Float64Array): Float64Array;
}

/**
 * Log likelihood Σ ln f(ε_t/√h_t) − ½ ln h_t with exact slopes, carried through the recursion beside the variance
 * (Fiorentini, Calzolari and Panattoni 1996): ∂h_t = ∂(ω + w_{t−1} ε²_{t−1} + β h_{t−1}), w = α + γ [ε < 0], in one pass.
 */
export function garchLikelihood(terms: GarchTerms, sample: ReturnSample): GarchLikelihood {
  const law = shockLaws[terms.law];
  const pass = terms.model === 'egarch' ? exponentialPass : linearPass;
  const constants = new Float64Array(CONSTANTS);
  const slopes = new Float64Array(PARAMETERS);
  const start = new Float64Array(PARAMETERS);
  const byShock = new Float64Array(SLOPES);

  function at(parameters: Float64Array, scores?: Float64Array): number {
    law.prepare(parameters[DEGREES], parameters[SKEW], constants);
    const first = startOfRecursion(terms, sample, parameters, start);
    return pass(sample.returns, parameters, first, start, law, constants, byShock, slopes, scores);
  }

  return {
    at,
    slopes,
    outerProduct(parameters) {
      const scores = new Float64Array(sample.returns.length * PARAMETERS);
      at(parameters, scores);
      return sumOfProducts(scores);
    },
  };
}

function sumOfProducts(scores: Float64Array): Float64Array {
  const sum = new Float64Array(PARAMETERS * PARAMETERS);
  for (let row = 0; row < scores.length; row += PARAMETERS) {
    for (let i = 0; i < PARAMETERS; i++) {
      const score = scores[row + i];
      for (let j = 0; j < PARAMETERS; j++) sum[i * PARAMETERS + j] += score * scores[row + j];
    }
  }
  return sum;
}

function linearPass(
  returns: Float64Array,
  parameters: Float64Array,
  first: number,
  start: Float64Array,
  law: ShockLaw,
  constants: Float64Array,
  byShock: Float64Array,
  slopes: Float64Array,
  scores: Float64Array | undefined,
): number {
  const mu = parameters[MEAN];
  const omega = parameters[OMEGA];
  const alpha = parameters[ALPHA];
  const gamma = parameters[GAMMA];
  const beta = parameters[BETA];
  let h = first;
  let hMean = start[MEAN];
  let hOmega = start[OMEGA];
  let hAlpha = start[ALPHA];
  let hGamma = start[GAMMA];
  let hBeta = start[BETA];
  let total = 0;
  let sumMean = 0;
  let sumOmega = 0;
  let sumAlpha = 0;
  let sumGamma = 0;
  let sumBeta = 0;
  let sumDegrees = 0;
  let sumSkew = 0;
  for (let t = 0; t < returns.length; t++) {
    const shock = returns[t] - mu;
    const root = Math.sqrt(h);
    const z = shock / root;
    total += law.score(z, constants, byShock) - 0.5 * Math.log(h);
    const byVariance = (-0.5 * (1 + byShock[0] * z)) / h;
    const byMean = byVariance * hMean - byShock[0] / root;
    sumMean += byMean;
    sumOmega += byVariance * hOmega;
    sumAlpha += byVariance * hAlpha;
    sumGamma += byVariance * hGamma;
    sumBeta += byVariance * hBeta;
    sumDegrees += byShock[1];
    sumSkew += byShock[2];
    if (scores !== undefined) {
      const row = t * PARAMETERS;
      scores[row + MEAN] = byMean;
      scores[row + OMEGA] = byVariance * hOmega;
      scores[row + ALPHA] = byVariance * hAlpha;
      scores[row + GAMMA] = byVariance * hGamma;
      scores[row + BETA] = byVariance * hBeta;
      scores[row + DEGREES] = byShock[1];
      scores[row + SKEW] = byShock[2];
    }
    const square = shock * shock;
    const weight = shock < 0 ? alpha + gamma : alpha;
    hMean = beta * hMean - 2 * weight * shock;
    hOmega = beta * hOmega + 1;
    hAlpha = beta * hAlpha + square;
    hGamma = shock < 0 ? beta * hGamma + square : beta * hGamma;
    hBeta = beta * hBeta + h;
    h = omega + weight * square + beta * h;
  }
  slopes[MEAN] = sumMean;
  slopes[OMEGA] = sumOmega;
  slopes[ALPHA] = sumAlpha;
  slopes[GAMMA] = sumGamma;
  slopes[BETA] = sumBeta;
  slopes[DEGREES] = sumDegrees;
  slopes[SKEW] = sumSkew;
  return total;
}

/** The same in x = ln h, whose slopes hang on those of z = ε e^{−x/2} too. */
function exponentialPass(
  returns: Float64Array,
  parameters: Float64Array,
  first: number,
  start: Float64Array,
  law: ShockLaw,
  constants: Float64Array,
  byShock: Float64Array,
  slopes: Float64Array,
  scores: Float64Array | undefined,
): number {
  const mu = parameters[MEAN];
  const omega = parameters[OMEGA];
  const alpha = parameters[ALPHA];
  const gamma = parameters[GAMMA];
  const beta = parameters[BETA];
  let x = first;
  let xMean = start[MEAN];
  let xOmega = start[OMEGA];
  let xAlpha = start[ALPHA];
  let xGamma = start[GAMMA];
  let xBeta = start[BETA];
  let total = 0;
  let sumMean = 0;
  let sumOmega = 0;
  let sumAlpha = 0;
  let sumGamma = 0;
  let sumBeta = 0;
  let sumDegrees = 0;
  let sumSkew = 0;
  for (let t = 0; t < returns.length; t++) {
    const perRoot = Math.exp(-0.5 * x);
    const z = (returns[t] - mu) * perRoot;
    total += law.score(z, constants, byShock) - 0.5 * x;
    const byLog = -0.5 * (1 + byShock[0] * z);
    const byMean = byLog * xMean - byShock[0] * perRoot;
    sumMean += byMean;
    sumOmega += byLog * xOmega;
    sumAlpha += byLog * xAlpha;
    sumGamma += byLog * xGamma;
    sumBeta += byLog * xBeta;
    sumDegrees += byShock[1];
    sumSkew += byShock[2];
    if (scores !== undefined) {
      const row = t * PARAMETERS;
      scores[row + MEAN] = byMean;
      scores[row + OMEGA] = byLog * xOmega;
      scores[row + ALPHA] = byLog * xAlpha;
      scores[row + GAMMA] = byLog * xGamma;
      scores[row + BETA] = byLog * xBeta;
      scores[row + DEGREES] = byShock[1];
      scores[row + SKEW] = byShock[2];
    }
    const weight = z < 0 ? gamma - alpha : gamma + alpha;
    const kept = beta - 0.5 * weight * z;
    xMean = kept * xMean - weight * perRoot;
    xOmega = kept * xOmega + 1;
    xAlpha = kept * xAlpha + Math.abs(z) - meanAbsNormal;
    xGamma = kept * xGamma + z;
    xBeta = kept * xBeta + x;
    x = omega + weight * z - alpha * meanAbsNormal + beta * x;
  }
  slopes[MEAN] = sumMean;
  slopes[OMEGA] = sumOmega;
  slopes[ALPHA] = sumAlpha;
  slopes[GAMMA] = sumGamma;
  slopes[BETA] = sumBeta;
  slopes[DEGREES] = sumDegrees;
  slopes[SKEW] = sumSkew;
  return total;
}

/**
 * The conditional variance of each row and, as the last value, of the day after the last row, from the first day's: the
 * recursion alone, causal. A return that is missing (NaN) counts as one of the size expected.
 *
 * @param most of 'egarch', the largest variance let through: one jump after a long calm can send it to any height, for months
 */
export function conditionalVariance(
  { model }: Pick<GarchTerms, 'model'>,
  parameters: Float64Array,
  firstVariance: number,
  returns: Float64Array,
  most = Number.POSITIVE_INFINITY,
): Float64Array {
  const [mu, omega, alpha, gamma, beta] = parameters;
  const variance = new Float64Array(returns.length + 1);
  variance[0] = firstVariance;
  for (let t = 0; t < returns.length; t++) {
    const h = variance[t];
    const shock = returns[t] - mu;
    if (model === 'egarch') {
      const z = Number.isNaN(shock) ? 0 : shock / Math.sqrt(h);
      const size = Number.isNaN(shock) ? meanAbsNormal : Math.abs(z);
      variance[t + 1] = Math.min(
        most,
        Math.exp(omega + alpha * (size - meanAbsNormal) + gamma * z + beta * Math.log(h)),
      );
    } else if (Number.isNaN(shock)) {
      variance[t + 1] = omega + (alpha + gamma / 2 + beta) * h;
    } else {
      variance[t + 1] = omega + (shock < 0 ? alpha + gamma : alpha) * shock * shock + beta * h;
    }
  }
  return variance;
}
