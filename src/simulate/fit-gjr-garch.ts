import { boundedVariables } from '../math/bounded-variables.ts';
import { minimise } from '../math/minimise.ts';
import { mean } from '../math/moments.ts';
import { unitStudentLogDensity } from '../math/unit-student.ts';

export interface FitGjrGarchOptions {
  /** Student-t innovations ('student', the default) or 'normal'. */
  readonly innovations?: 'student' | 'normal';
  /** Whether falls may weigh more than rises; true by default. Without, this is GARCH(1,1) (Bollerslev 1986). */
  readonly asymmetric?: boolean;
  /**
   * Variance of the day before the first, on which estimates depend by some per cent. 'backcast' (default): an average
   * of the first 75 squares with weights 0.94^i. 'sample': the mean of all squares, as in the benchmark of Fiorentini,
   * Calzolari and Panattoni (1996).
   */
  readonly initialVariance?: 'backcast' | 'sample';
  /**
   * Holds α + γ/2 + β to this at most, and with it the long-run variance to that of the returns (variance targeting,
   * Engle and Mezrich 1996). Without, neither is held.
   */
  readonly mostPersistence?: number;
}

/** GJR-GARCH parameters of highest likelihood, in the units of the returns given. */
export interface GjrGarchFit {
  readonly mean: number;
  readonly omega: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly beta: number;
  /** Undefined for normal innovations. */
  readonly degreesOfFreedom: number | undefined;
  readonly logLikelihood: number;
  /** Variance of the day after the last, given all returns. */
  readonly nextVariance: number;
  readonly freeParameters: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const backcastDays = 75;
const backcastDecay = 0.94;
/** Tails so heavy that there is hardly a variance, and so light that they are those of a normal distribution. */
export const fewestDegrees = 2.05;
const mostDegrees = 500;
/** Starts: [alpha, gamma, beta]; daily returns of most markets lie near one of them. */
const starts = [
  [0.03, 0.1, 0.9],
  [0.1, 0.05, 0.8],
  [0.05, 0.02, 0.94],
] as const;

/**
 * Maximum likelihood of r_t = μ + ε_t, ε_t = √h_t z_t, h_t = ω + (α + γ [ε_{t−1} < 0]) ε²_{t−1} + β h_{t−1}, z Student-t of
 * unit variance or normal (Glosten, Jagannathan and Runkle 1993; Bollerslev 1987), by BFGS under α, α + γ, β >= 0 from
 * several starts. The persistence α + γ/2 + β is not held below 1 unless asked for: check it.
 *
 * @param returns in any unit, without gaps; 20 or more that are not all the same
 */
export function fitGjrGarch(returns: Float64Array, options: FitGjrGarchOptions = {}): GjrGarchFit {
  const { innovations = 'student', asymmetric = true, initialVariance = 'backcast', mostPersistence } = options;
  const student = innovations === 'student';
  const center = mean(returns);
  const scale = Math.sqrt(meanSquare(returns, center));
  // In units of their standard deviation, so that one set of starts and bounds suits every market.
  const scaled = returns.map((value) => value / scale);
  const backcast = initialVariance === 'backcast' ? backcastVariance(scaled, center / scale) : undefined;
  const bounds = [
    { lower: -1, upper: 1 },
    { lower: 1e-9, upper: 2 },
    { lower: 0, upper: 1 },
    { lower: 0, upper: 2 },
    { lower: 0, upper: 1 },
    { lower: 1 / mostDegrees, upper: 1 / fewestDegrees },
  ].slice(0, student ? 6 : 5);
  const variables = boundedVariables(bounds);
  const unpack = (at: ArrayLike<number>, into?: Float64Array): ScaledParameters => {
    const [mu, omega, up, down, beta, inverse] = variables.toBounded(at, into);
    const degreesOfFreedom = student ? 1 / inverse : undefined;
    const free = { mu, omega, up, down: asymmetric ? down : up, beta, degreesOfFreedom };
    return mostPersistence === undefined ? free : holdPersistence(free, mostPersistence);
  };
  const work = new Float64Array(bounds.length);
  const objective = (free: Float64Array) =>
    -runLikelihood(scaled, unpack(free, work), backcast).logLikelihood / scaled.length;
  const found = starts
    .map(([alpha, gamma, beta]) => {
      const persistence = alpha + gamma / 2 + beta;
      const start = [center / scale, 1 - persistence, alpha, alpha + gamma, beta, 1 / 8];
      return minimise(objective, variables.toFree(start), { gradientTolerance: 1e-7 });
    })
    .reduce((best, next) => (next.value < best.value ? next : best));
  const { mu, omega, up, down, beta, degreesOfFreedom } = unpack(found.point);
  const { logLikelihood, next } = runLikelihood(scaled, unpack(found.point), backcast);
  return {
    mean: mu * scale,
    omega: omega * scale * scale,
    alpha: up,
    gamma: down - up,
    beta,
    degreesOfFreedom,
    logLikelihood: logLikelihood - scaled.length * Math.log(scale),
    nextVariance: next * scale * scale,
    freeParameters: 4 + (asymmetric ? 1 : 0) + (student ? 1 : 0) - (mostPersistence === undefined ? 0 : 1),
    iterations: found.iterations,
    converged: found.converged,
  };
}

interface ScaledParameters {
  readonly mu: number;
  readonly omega: number;
  /** Weight of a squared return after a rise, α, and after a fall, α + γ. */
  readonly up: number;
  readonly down: number;
  readonly beta: number;
  readonly degreesOfFreedom: number | undefined;
}

/** The weights made smaller alike where they add up to more; the variance of the returns is 1 here. */
function holdPersistence(free: ScaledParameters, mostPersistence: number): ScaledParameters {
  const { up, down, beta } = free;
  const persistence = (up + down) / 2 + beta;
  const share = Math.min(1, mostPersistence / persistence);
  const omega = 1 - share * persistence;
  return { ...free, omega, up: share * up, down: share * down, beta: share * beta };
}

function runLikelihood(
  returns: Float64Array,
  { mu, omega, up, down, beta, degreesOfFreedom }: ScaledParameters,
  backcast: number | undefined,
) {
  const logDensity = unitStudentLogDensity(degreesOfFreedom);
  const before = backcast ?? meanSquare(returns, mu);
  let variance = omega + ((up + down) / 2 + beta) * before;
  let logLikelihood = 0;
  for (let t = 0; t < returns.length; t++) {
    const shock = returns[t] - mu;
    const square = shock * shock;
    logLikelihood += logDensity(square / variance) - 0.5 * Math.log(variance);
    variance = omega + (shock < 0 ? down : up) * square + beta * variance;
  }
  return { logLikelihood, next: variance };
}

function backcastVariance(returns: Float64Array, center: number): number {
  let sum = 0;
  let weights = 0;
  for (let t = 0, weight = 1; t < Math.min(backcastDays, returns.length); t++, weight *= backcastDecay) {
    sum += weight * (returns[t] - center) ** 2;
    weights += weight;
  }
  return sum / weights;
}

function meanSquare(values: Float64Array, center: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - center) ** 2;
  return sum / values.length;
}
