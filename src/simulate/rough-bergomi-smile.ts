import { conditionalSmile, type VarianceIntegrals } from './conditional-pricing.ts';
import { simulateRoughIntegrals } from './rough-integrals.ts';

/**
 * Implied volatility over the square root of the expected average variance, by remaining life, level and strike: for the
 * kernel `smileRow`.
 */
export interface SmileRatios {
  /** Ratios of a life of so many substeps: a row for each level, with one column more on either side. */
  at(substeps: number): Float64Array;
  /** √ of the expected average variance at which each of the two rows stands. */
  readonly levels: readonly [number, number];
}

interface SmileModel {
  readonly hurst: number;
  readonly volOfVol: number;
  readonly correlation: number;
  /** Length of a substep. */
  readonly years: number;
  /** √ξ₀ about which levels are laid out. */
  readonly level: number;
}

const paths = 4096;
const seed = 1;
/** Levels, in multiples of the model's: ratios are linear between them to 1e-3, as the leverage effect is in the level. */
const levelFactors = [0.25, 3] as const;
/** Log strikes over forward, in units of level × √life: from −`widest` to `widest`. */
export const smileStrikes = { widest: 3, step: 0.75, count: 9 } as const;
/** Lives: so many for each factor of e. */
const livesPerFold = 1.5;

/**
 * Simulates the ratios under rough Bergomi with flat forward variance, on the market's own grid, by the conditional
 * estimator (`conditionalSmile`). Variance is proportional to ξ: all levels, lives and strikes come from the same paths.
 * Takes some tenths of a second.
 */
export function simulateSmileRatios(model: SmileModel, mostSubsteps: number): SmileRatios {
  const { hurst, volOfVol, years, level } = model;
  const lives = chooseLives(mostSubsteps);
  const forwardVariance = new Float64Array(mostSubsteps + 1).fill(1);
  const integrals = simulateRoughIntegrals({ hurst, volOfVol, years, forwardVariance }, lives, paths, seed);
  const tables = lives.map((life, index) => ratioTable(model, life * years, integrals[index]));
  const [least, most] = levelFactors.map((factor) => factor * level);
  return { levels: [least, most], at: (substeps) => interpolateTables(lives, tables, substeps) };
}

function chooseLives(most: number): number[] {
  const lives = [1];
  for (;;) {
    const last = lives[lives.length - 1];
    if (last >= most) return lives;
    lives.push(Math.min(most, Math.max(last + 1, Math.round(last * Math.exp(1 / livesPerFold)))));
  }
}

/** Ratios of one life. The columns outside go on as straight lines, for the cubics of the outer intervals. */
function ratioTable({ correlation, level }: SmileModel, life: number, integrals: VarianceIntegrals): Float64Array {
  const { widest, step, count } = smileStrikes;
  const table = new Float64Array(levelFactors.length * (count + 2));
  levelFactors.forEach((factor, index) => {
    const vol = factor * level;
    const smile = conditionalSmile(integrals, correlation, life, vol * vol);
    const row = table.subarray(index * (count + 2), (index + 1) * (count + 2));
    for (let i = 0; i < count; i++) {
      row[i + 1] = smile.impliedVol(Math.exp((i * step - widest) * vol * Math.sqrt(life))) / vol;
    }
    row[0] = 2 * row[1] - row[2];
    row[count + 1] = 2 * row[count] - row[count - 1];
  });
  return table;
}

/** The table of a life between those that were simulated: linear in the logarithm of the life. */
function interpolateTables(lives: readonly number[], tables: readonly Float64Array[], life: number): Float64Array {
  if (lives.length === 1) return tables[0];
  const above = Math.max(
    1,
    lives.findIndex((candidate) => candidate >= life),
  );
  const share = Math.log(life / lives[above - 1]) / Math.log(lives[above] / lives[above - 1]);
  return tables[above - 1].map((low, i) => low + share * (tables[above][i] - low));
}
