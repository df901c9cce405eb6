import { createRandomStream } from '../../math/random.ts';
import { drawStationaryBootstrap } from '../../math/stationary-bootstrap.ts';
import { requireCount } from '../../support/require.ts';

/** Row numbers of each resample, one column per replication: all tests of one comparison read the same. */
export type BootstrapIndices = readonly Int32Array[];

export interface BootstrapIndexOptions {
  /** Resamples; 1000 unless given. */
  readonly replications?: number | undefined;
  /** Mean length of blocks, in rows. */
  readonly meanBlock: number;
  readonly seed: number;
}

/**
 * Draws resamples of rows by the stationary bootstrap (Politis and Romano 1994), for the tests of several forecasts.
 *
 * @throws RangeError on a count below 1 or a block shorter than a row
 * @example
 * const indices = drawBootstrapIndices(losses[0].length, { meanBlock: 20, seed: 7 });
 */
export function drawBootstrapIndices(
  rows: number,
  { replications = 1000, meanBlock, seed }: BootstrapIndexOptions,
): BootstrapIndices {
  requireCount('rows', rows);
  requireCount('replications', replications);
  const stream = createRandomStream(seed, 'bootstrap of losses');
  return Array.from({ length: replications }, () => {
    const drawn = new Int32Array(rows);
    drawStationaryBootstrap(drawn, meanBlock, stream);
    return drawn;
  });
}

/** Mean of each column over each resample, less its mean over all rows: per column, one value per replication. */
export function bootstrapDeviations(columns: readonly Float64Array[], indices: BootstrapIndices): Float64Array[] {
  return columns.map((column) => {
    let total = 0;
    for (const value of column) total += value;
    const center = total / column.length;
    return Float64Array.from(indices, (drawn) => {
      let sum = 0;
      for (let i = 0; i < drawn.length; i++) sum += column[drawn[i]];
      return sum / drawn.length - center;
    });
  });
}

/** Throws a RangeError unless the columns are full, of one length, and every resample has their rows. */
export function checkLosses(losses: readonly Float64Array[], indices: BootstrapIndices): void {
  if (losses.length === 0) throw new RangeError('losses is empty: expected one column per forecast');
  const rows = losses[0].length;
  losses.forEach((column, i) => {
    if (column.length !== rows) throw new RangeError(`losses[${i}] has ${column.length} rows: expected ${rows}`);
    const bad = column.findIndex((loss) => !Number.isFinite(loss));
    if (bad >= 0) {
      throw new RangeError(`losses[${i}] is ${column[bad]} in row ${bad}: leave rows out where a loss is not known`);
    }
  });
  if (indices.length === 0) throw new RangeError('indices is empty: expected at least one resample');
  indices.forEach((drawn, i) => {
    const bad = drawn.find((row) => row < 0 || row >= rows);
    if (drawn.length !== rows || bad !== undefined) {
      throw new RangeError(`indices[${i}]: expected ${rows} row numbers from 0 to ${rows - 1}`);
    }
  });
}
