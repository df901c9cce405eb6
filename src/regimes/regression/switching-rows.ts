import type { Observations } from '../observations.ts';

/** Rows of a regression in standard units. */
export interface SwitchingRows {
  readonly rows: number;
  /** Intercept and regressors. */
  readonly terms: number;
  readonly lags: number;
  readonly dependent: Float64Array;
  /** Row t, term j at `t * terms + j`; term 0 is 1. */
  readonly regressors: Float64Array;
  /** 1 where the row and all of its lags are complete: the others are missing rows. */
  readonly usable: Uint8Array;
  readonly usableRows: number;
  /** First usable row (`rows` if there is none), where the chain starts. */
  readonly first: number;
  /** First complete row. Until the first usable one the regimes have the probabilities of the start. */
  readonly firstComplete: number;
}

/** Rows of a regression of the first feature on the others. Row t of the result depends on rows t − lags to t alone. */
export function prepareRows({ rows, dimensions, values, complete }: Observations, lags: number): SwitchingRows {
  const dependent = Float64Array.from({ length: rows }, (_, t) => values[t * dimensions]);
  const regressors = values.map((value, at) => (at % dimensions === 0 ? 1 : value));
  const usable = new Uint8Array(rows);
  let run = 0;
  let usableRows = 0;
  for (let t = 0; t < rows; t++) {
    run = complete[t] === 1 ? run + 1 : 0;
    if (run <= lags) continue;
    usable[t] = 1;
    usableRows++;
  }
  const orEnd = (found: number) => (found < 0 ? rows : found);
  const first = orEnd(usable.indexOf(1));
  const firstComplete = orEnd(complete.indexOf(1));
  return { rows, terms: dimensions, lags, dependent, regressors, usable, usableRows, first, firstComplete };
}
