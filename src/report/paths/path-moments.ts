import type { Paths } from '../../market/paths.ts';

/** Moments of all paths at one step. */
export interface StepMoments {
  readonly step: number;
  /** Years since writing. */
  readonly years: number;
  /** Mean of the price over spot at writing, and its standard error: 1 where prices have no drift. */
  readonly meanGrowth: number;
  readonly meanGrowthError: number;
  /** Standard deviation of the move, annualised by √years; NaN for a single path. */
  readonly volAnnual: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
  readonly smallest: number;
  readonly largest: number;
  /** Mean implied volatility of the remaining life; NaN at expiry. */
  readonly meanImpliedVol: number;
}

/** Moments over batches of paths that come one after another. */
export interface PathMoments {
  add(batch: Paths): void;
  rows(): readonly StepMoments[];
}

export interface PathMomentsOptions {
  readonly steps: readonly number[];
  /** Moves are log S_k/S_0 in a lognormal market, (S_k − S_0)/S_0 where prices may be negative. */
  readonly volUnit: 'lognormal' | 'normal';
  /** Neighbouring paths mirror each other: the standard error is that of the means of pairs. */
  readonly antithetic?: boolean;
}

/** Running central moments: count, mean and sums of powers of deviations (Pébay 2008). */
interface Sums {
  count: number;
  mean: number;
  second: number;
  third: number;
  fourth: number;
  smallest: number;
  largest: number;
  /** Of growth, by independent values: paths, or pairs of mirrored ones. */
  units: number;
  growthMean: number;
  growthSecond: number;
  impliedVol: number;
}

/** Gathers the moments of prices at some steps; memory does not grow with the number of paths. */
export function createPathMoments({ steps, volUnit, antithetic = false }: PathMomentsOptions): PathMoments {
  const all = steps.map(emptySums);
  let yearsAtWriting: Float64Array = new Float64Array(0);

  function addStep(sums: Sums, { paths, spot, impliedVol }: Paths, step: number): void {
    const from = step * paths;
    let before = 0;
    for (let path = 0; path < paths; path++) {
      const growth = spot[from + path] / spot[path];
      addMove(sums, volUnit === 'lognormal' ? Math.log(growth) : growth - 1);
      sums.smallest = Math.min(sums.smallest, spot[from + path]);
      sums.largest = Math.max(sums.largest, spot[from + path]);
      sums.impliedVol += impliedVol[from + path];
      if (!antithetic) addGrowth(sums, growth);
      else if (path % 2 === 1) addGrowth(sums, 0.5 * (before + growth));
      before = growth;
    }
  }

  return {
    add(batch) {
      yearsAtWriting = batch.yearsToExpiry;
      steps.forEach((step, k) => {
        addStep(all[k], batch, step);
      });
    },
    rows: () =>
      steps.map((step, k) => {
        const sums = all[k];
        const years = yearsAtWriting[0] - yearsAtWriting[step];
        const variance = sums.count > 1 ? sums.second / sums.count : Number.NaN;
        return {
          step,
          years,
          meanGrowth: sums.growthMean,
          meanGrowthError: Math.sqrt(sums.growthSecond / (sums.units - 1) / sums.units),
          volAnnual: Math.sqrt(variance / years),
          skewness: sums.third / sums.count / variance ** 1.5,
          excessKurtosis: sums.fourth / sums.count / (variance * variance) - 3,
          smallest: sums.smallest,
          largest: sums.largest,
          meanImpliedVol: yearsAtWriting[step] === 0 ? Number.NaN : sums.impliedVol / sums.count,
        };
      }),
  };
}

function emptySums(): Sums {
  return {
    count: 0,
    mean: 0,
    second: 0,
    third: 0,
    fourth: 0,
    smallest: Number.POSITIVE_INFINITY,
    largest: Number.NEGATIVE_INFINITY,
    units: 0,
    growthMean: 0,
    growthSecond: 0,
    impliedVol: 0,
  };
}

function addMove(sums: Sums, move: number): void {
  const before = sums.count++;
  const n = sums.count;
  const delta = move - sums.mean;
  const share = delta / n;
  const term = delta * share * before;
  sums.mean += share;
  sums.fourth += term * share * share * (n * n - 3 * n + 3) + 6 * share * share * sums.second - 4 * share * sums.third;
  sums.third += term * share * (n - 2) - 3 * share * sums.second;
  sums.second += term;
}

function addGrowth(sums: Sums, growth: number): void {
  sums.units++;
  const delta = growth - sums.growthMean;
  sums.growthMean += delta / sums.units;
  sums.growthSecond += delta * (growth - sums.growthMean);
}
