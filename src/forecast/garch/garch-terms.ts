/** Recursions of the conditional variance by name. */
export const garchModels = ['garch', 'gjr', 'egarch'] as const;
/** Laws of the standardised shock by name, each of mean 0 and variance 1. */
export const garchLaws = ['normal', 'student-t', 'skewed-t'] as const;
/** Ways to start the recursion by name. */
export const garchInitials = ['backcast', 'sample', 'unconditional'] as const;

/**
 * The recursion of the variance h of returns r_t = μ + ε_t, ε_t = √h_t z_t:
 * - 'garch': h_t = ω + α ε²_{t−1} + β h_{t−1} (Bollerslev 1986, Journal of Econometrics 31);
 * - 'gjr': h_t = ω + (α + γ [ε_{t−1} < 0]) ε²_{t−1} + β h_{t−1} (Glosten, Jagannathan and Runkle 1993, Journal of Finance 48);
 * - 'egarch': ln h_t = ω + α (|z_{t−1}| − √(2/π)) + γ z_{t−1} + β ln h_{t−1} (Nelson 1991, Econometrica 59), with √(2/π), the
 *   mean of |z| of a normal shock, under every law.
 */
export type GarchModel = (typeof garchModels)[number];

/** 'student-t' as Bollerslev (1987) scaled it, 'skewed-t' of Hansen (1994, International Economic Review 35). */
export type GarchLaw = (typeof garchLaws)[number];

/**
 * What stands for h and ε² of the day before the first, on which estimates depend by some per cent:
 * - 'backcast': the mean of the first 75 squared returns, about their mean, with weights 0.94^i;
 * - 'sample': the mean of all ε² at the current μ (Fiorentini, Calzolari and Panattoni 1996, Journal of Applied Econometrics 11);
 * - 'unconditional': the long-run variance of the current parameters, ω / (1 − persistence), for 'egarch' exp(ω / (1 − β));
 *   where that does not exist, at a persistence of 1 or more, as 'sample'.
 */
export type GarchInitial = (typeof garchInitials)[number];

export interface GarchTerms {
  readonly model: GarchModel;
  readonly law: GarchLaw;
  readonly initial: GarchInitial;
}

/** Parameters by name, in the units of the returns: μ and, but for 'egarch', ω. */
export interface GarchParameters {
  readonly mean: number;
  readonly omega: number;
  readonly alpha: number;
  /** Of 'gjr' and 'egarch'. */
  readonly gamma?: number | undefined;
  readonly beta: number;
  /** ν > 2, of 'student-t' and 'skewed-t'. */
  readonly degreesOfFreedom?: number | undefined;
  /** λ in (−1, 1), of 'skewed-t': below 0 where falls have the longer tail. */
  readonly skew?: number | undefined;
}

export type GarchParameterName = keyof GarchParameters;

/** Places of the parameters in a vector, which has all of them whatever the model. */
export const MEAN = 0;
export const OMEGA = 1;
export const ALPHA = 2;
export const GAMMA = 3;
export const BETA = 4;
export const DEGREES = 5;
export const SKEW = 6;
export const PARAMETERS = 7;

const names: readonly GarchParameterName[] = ['mean', 'omega', 'alpha', 'gamma', 'beta', 'degreesOfFreedom', 'skew'];

/** Places of the parameters that a model estimates, in their order. */
export function estimatedPlaces({ model, law }: Pick<GarchTerms, 'model' | 'law'>): readonly number[] {
  return [
    MEAN,
    OMEGA,
    ALPHA,
    ...(model === 'garch' ? [] : [GAMMA]),
    BETA,
    ...(law === 'normal' ? [] : [DEGREES]),
    ...(law === 'skewed-t' ? [SKEW] : []),
  ];
}

/** The vector of parameters given by name; those that a model lacks are 0. */
export function toVector(parameters: GarchParameters): Float64Array {
  return Float64Array.from(names, (name) => parameters[name] ?? 0);
}

/** Values of a vector by name, those that the model estimates. */
export function byName(terms: Pick<GarchTerms, 'model' | 'law'>, vector: ArrayLike<number>): GarchParameters {
  const entries = estimatedPlaces(terms).map((place) => [names[place], vector[place]] as const);
  return Object.fromEntries(entries) as unknown as GarchParameters;
}
