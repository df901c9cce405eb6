import { fitGarch } from '../forecast/garch/fit-garch.ts';

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

/**
 * Maximum likelihood of r_t = μ + ε_t, ε_t = √h_t z_t, h_t = ω + (α + γ [ε_{t−1} < 0]) ε²_{t−1} + β h_{t−1}, z Student-t of
 * unit variance or normal (Glosten, Jagannathan and Runkle 1993; Bollerslev 1987), by `fitGarch` under α, α + γ,
 * β >= 0. The persistence α + γ/2 + β is not held below 1 unless asked for: check it.
 *
 * @param returns in any unit, without gaps; 20 or more that are not all the same
 */
export function fitGjrGarch(returns: Float64Array, options: FitGjrGarchOptions = {}): GjrGarchFit {
  const { innovations = 'student', asymmetric = true, initialVariance, mostPersistence } = options;
  const { parameters, ...fit } = fitGarch(returns, {
    model: asymmetric ? 'gjr' : 'garch',
    law: innovations === 'student' ? 'student-t' : 'normal',
    initial: initialVariance,
    mostPersistence,
  });
  const { mean, omega, alpha, gamma = 0, beta, degreesOfFreedom } = parameters;
  const { logLikelihood, nextVariance, freeParameters, iterations, converged } = fit;
  return {
    mean,
    omega,
    alpha,
    gamma,
    beta,
    degreesOfFreedom,
    logLikelihood,
    nextVariance,
    freeParameters,
    iterations,
    converged,
  };
}
