import { mean, standardDeviation } from '../math/moments.ts';
import type { Market } from './market.ts';
import { type ReturnFigures, returnFigures } from './return-figures.ts';

/** How well a market calibrated to daily closes fits them. Plain data. */
export interface FitQuality {
  readonly market: string;
  /** Daily returns fitted to. */
  readonly days: number;
  /** By name, with the unit in the name. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Of the daily log returns, where the market has one: comparable between markets. */
  readonly logLikelihood?: number;
  readonly freeParameters?: number;
  /** −2 log L + 2 k (Akaike 1974). */
  readonly aic?: number;
  /** −2 log L + k ln(days) (Schwarz 1978). */
  readonly bic?: number;
  /** What history shows beside what the market draws. */
  readonly comparison: readonly FigureComparison[];
  /** Sentences on what the fit does not capture or the data do not settle; none for a fit without reproach. */
  readonly warnings: readonly string[];
}

export interface FigureComparison {
  readonly figure: keyof ReturnFigures;
  readonly observed: number;
  /** Mean of the figure over samples that the market draws, each as long as history. */
  readonly model: number;
  /** Standard deviation of the figure between those samples: what chance alone would explain. */
  readonly modelSd: number;
}

export interface FitFindings {
  readonly market: Market;
  /** Daily log returns fitted to. */
  readonly returns: Float64Array;
  readonly parameters: Readonly<Record<string, number>>;
  readonly likelihood?: { readonly logLikelihood: number; readonly freeParameters: number };
  readonly warnings?: readonly string[];
}

/** What one reads for a figure in a warning. */
const names: Readonly<Record<keyof ReturnFigures, string>> = {
  volAnnual: 'the volatility a year',
  skewness: 'the skewness of daily returns',
  excessKurtosis: 'the excess kurtosis of daily returns',
  squaresLag1: 'the autocorrelation of squared returns at 1 day',
  squaresLag5: 'the autocorrelation of squared returns at 5 days',
  squaresLag21: 'the autocorrelation of squared returns at 21 days',
};

/** Samples drawn: as many as make up this number of days, within bounds. */
const drawnDays = 100_000;
const fewestSamples = 16;
const mostSamples = 64;
/** Drawn figures further than this many standard deviations from history's are warned of. */
const tolerance = 3;

/**
 * Puts the quality of a fit together: information criteria from the likelihood, and history's figures beside those of
 * samples of the same length that the calibrated market draws (fixed seed, so that the same fit gives the same figures).
 */
export function fitQuality({ market, returns, parameters, likelihood, warnings = [] }: FitFindings): FitQuality {
  const days = returns.length;
  const comparison = compareFigures(market, returns);
  const strange = comparison.filter(({ observed, model, modelSd }) => Math.abs(observed - model) > tolerance * modelSd);
  const undetermined = comparison.filter(({ observed, model }) => !Number.isFinite(observed - model));
  const criteria = likelihood && {
    ...likelihood,
    aic: -2 * likelihood.logLikelihood + 2 * likelihood.freeParameters,
    bic: -2 * likelihood.logLikelihood + likelihood.freeParameters * Math.log(days),
  };
  return {
    market: market.name,
    days,
    parameters,
    ...criteria,
    comparison,
    warnings: [
      ...warnings,
      ...undetermined.map(
        ({ figure }) =>
          `${names[figure]} cannot be compared: history, or a sample that the market draws, does not vary enough for it.`,
      ),
      ...strange.map(
        ({ figure, observed, model, modelSd }) =>
          `${names[figure]} is ${round(observed)} in history, which the market does not draw (${round(model)} ± ${round(modelSd)}).`,
      ),
    ],
  };
}

function compareFigures(market: Market, returns: Float64Array): FigureComparison[] {
  const days = returns.length;
  const paths = Math.min(mostSamples, Math.max(fewestSamples, Math.ceil(drawnDays / days)));
  const request = { paths, steps: days, seed: 1, stream: ['fit quality'], quote: 'instantaneous' } as const;
  const { spot } = market.simulate(request);
  const drawn = Array.from({ length: paths }, (_, path) => {
    const sample = new Float64Array(days);
    for (let t = 0; t < days; t++) sample[t] = Math.log(spot[(t + 1) * paths + path] / spot[t * paths + path]);
    return returnFigures(sample);
  });
  const observed = returnFigures(returns);
  return (Object.keys(observed) as (keyof ReturnFigures)[]).map((figure) => {
    const values = drawn.map((figures) => figures[figure]);
    return { figure, observed: observed[figure], model: mean(values), modelSd: standardDeviation(values) };
  });
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
