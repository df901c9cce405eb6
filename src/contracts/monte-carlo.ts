import { createRunningMean } from './running-mean.ts';

/** A batch of price paths, as markets draw them: the price of path p at step k stands at `k * paths + p`. */
export interface PathBatch {
  readonly paths: number;
  /** Intervals from writing to expiry. */
  readonly steps: number;
  /** (steps + 1) × paths prices. */
  readonly spot: Float64Array;
}

/** Fills `out`, one value per path, with what a contract pays at expiry, in money. */
export type PathPayoffs = (out: Float64Array, batch: PathBatch) => void;

/** A contract of known price on the same paths, whose error tells of the other's. */
export interface ControlVariate {
  readonly payoffs: PathPayoffs;
  /** Its exact price, in money, under the law of the paths. */
  readonly price: number;
  /**
   * Units of the control taken off. Without it the first batch is a pilot: the coefficient is its regression of payoff on
   * control, and its paths are left out of the price, which so stays unbiased.
   */
  readonly coefficient?: number;
}

export interface MonteCarloOptions {
  /** Factor from expiry to today, e^{−rτ}; 1 by default. */
  readonly discount?: number;
  /**
   * What is independent, and so what the standard error is taken over. 'paths' (default); 'antithetic': pairs of path 2k
   * and its mirror 2k + 1, by their means; 'batches': each batch by its mean, as for independently scrambled Sobol points
   * (all batches of one size).
   */
  readonly independent?: 'paths' | 'antithetic' | 'batches';
  readonly control?: ControlVariate;
}

export interface MonteCarloPrice {
  /** Money. */
  readonly price: number;
  /** Standard error of the price; NaN with a single independent value. */
  readonly standardError: number;
  /** Paths in the price (those of a pilot batch not counted). */
  readonly paths: number;
  /** Units of the control variate that were taken off, when there is one. */
  readonly controlCoefficient?: number;
}

/**
 * Price of any payoff as the mean over paths, batch by batch: memory holds one batch at a time.
 *
 * @throws RangeError without any batch to price, on an odd batch of antithetic pairs, or on Sobol batches of two sizes
 * @example
 * const payoffs: PathPayoffs = (out, { paths, steps, spot }) => {
 *   for (let p = 0; p < paths; p++) out[p] = europeanPayoff('call', spot[steps * paths + p], 100);
 * };
 * const batch = gbm.simulate({ paths: 1000, steps: 1, seed: 1, stream: ['pricing'] });
 * monteCarloPrice([batch], payoffs); // { price, standardError, paths: 1000 }
 */
export function monteCarloPrice(
  batches: Iterable<PathBatch>,
  payoffs: PathPayoffs,
  options: MonteCarloOptions = {},
): MonteCarloPrice {
  const pricing = startPricing(payoffs, options);
  for (const batch of batches) pricing.add(batch);
  return pricing.result();
}

/** As `monteCarloPrice`, from batches that arrive in their own time, such as those of workers. */
export async function monteCarloPriceAsync(
  batches: AsyncIterable<PathBatch> | Iterable<PathBatch>,
  payoffs: PathPayoffs,
  options: MonteCarloOptions = {},
): Promise<MonteCarloPrice> {
  const pricing = startPricing(payoffs, options);
  for await (const batch of batches) pricing.add(batch);
  return pricing.result();
}

interface Pricing {
  add(batch: PathBatch): void;
  result(): MonteCarloPrice;
}

function startPricing(payoffs: PathPayoffs, options: MonteCarloOptions): Pricing {
  const { discount = 1, independent = 'paths', control } = options;
  const average = createRunningMean();
  let coefficient = control?.coefficient;
  let paths = 0;
  let firstBatch = 0;
  return {
    add(batch) {
      checkBatch(batch, independent, firstBatch);
      firstBatch ||= batch.paths;
      const values = new Float64Array(batch.paths);
      payoffs(values, batch);
      if (control) {
        const controls = new Float64Array(batch.paths);
        control.payoffs(controls, batch);
        if (coefficient === undefined) {
          coefficient = regressionSlope(groupMeans(values, independent), groupMeans(controls, independent));
          return;
        }
        for (let p = 0; p < values.length; p++) values[p] -= coefficient * (controls[p] - control.price / discount);
      }
      paths += batch.paths;
      if (independent === 'batches') average.add(meanOf(values));
      else for (const value of groupMeans(values, independent)) average.add(value);
    },
    result() {
      if (paths === 0) {
        throw new RangeError(
          firstBatch === 0
            ? 'there are 0 batches of paths: expected at least one'
            : 'there is 1 batch of paths, the pilot of the control variate: expected more, or a coefficient for it',
        );
      }
      const price = { price: discount * average.mean, standardError: discount * average.standardError, paths };
      return coefficient === undefined ? price : { ...price, controlCoefficient: coefficient };
    },
  };
}

function checkBatch(
  { paths, steps, spot }: PathBatch,
  independent: MonteCarloOptions['independent'],
  firstBatch: number,
): void {
  if (!(paths >= 1 && spot.length === (steps + 1) * paths)) {
    throw new RangeError(
      `a batch of ${paths} paths and ${steps} steps has ${spot.length} prices: expected (steps + 1) × paths`,
    );
  }
  if (independent === 'antithetic' && paths % 2 !== 0) {
    throw new RangeError(`a batch has ${paths} paths: expected an even number of antithetic paths`);
  }
  if (independent === 'batches' && firstBatch !== 0 && paths !== firstBatch) {
    throw new RangeError(
      `a batch has ${paths} paths after one of ${firstBatch}: expected independent batches of one size`,
    );
  }
}

/** The values whose spread counts: pair means of antithetic paths, the values themselves otherwise. */
function groupMeans(values: Float64Array, independent: MonteCarloOptions['independent']): Float64Array {
  if (independent !== 'antithetic') return values;
  const means = new Float64Array(values.length / 2);
  for (let pair = 0; pair < means.length; pair++) means[pair] = 0.5 * (values[2 * pair] + values[2 * pair + 1]);
  return means;
}

function meanOf(values: Float64Array): number {
  const average = createRunningMean();
  for (let i = 0; i < values.length; i++) average.add(values[i]);
  return average.mean;
}

/** Least-squares slope of y on x, 0 when x does not vary. */
function regressionSlope(y: Float64Array, x: Float64Array): number {
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < x.length; i++) {
    covariance += (x[i] - meanX) * (y[i] - meanY);
    variance += (x[i] - meanX) ** 2;
  }
  return variance > 0 ? covariance / variance : 0;
}
