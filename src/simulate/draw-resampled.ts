import type { Block } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import type { PathColumns, SimulationRequest } from './market.ts';

/** State row of the day of history that each path is on, as float64, counted from 0. */
export const drawnDay = 0;

/** Factors: whether the block ends before a day, and which day is fresh. */
const blockEnd = 0;
const freshDay = 1;

/** A history to draw days from. */
export interface ResampledHistory {
  /** Days in it. */
  readonly days: number;
  /** Mean length in days of the blocks drawn. */
  readonly meanBlockDays: number;
}

/** What days of history do to a market's state. */
export interface ResampledMoves {
  /** Rows of state, that of `drawnDay` among them. */
  readonly stateRows: number;
  readonly tables: readonly Float64Array[];
  /**
   * Sets the state at writing, when `drawnDay` is the first day drawn.
   *
   * @param uniforms address of a row of uniforms that decide nothing else
   */
  begin(block: Block, uniforms: number): void;
  /** Moves the state by `drawnDay`, which is the market's day `day`, 1 for the first after writing. */
  advance(block: Block, day: number): void;
  /** Writes the columns of a step. */
  observe(block: Block, step: number): void;
}

/**
 * Draws paths of days of history by the stationary bootstrap (Politis and Romano 1994): after each day the block ends with
 * probability 1 / mean, so that its length is geometric, and the next begins on a day drawn uniformly; history wraps around
 * at its end. Substep 0 picks the first day, before writing; substep d draws the d-th day from writing on. Days cannot be
 * mirrored: antithetic requests get plain paths.
 */
export function drawResampled(
  { days, meanBlockDays }: ResampledHistory,
  { stateRows, tables, begin, advance, observe }: ResampledMoves,
  request: SimulationRequest,
  into: PathColumns,
): void {
  const { steps, daysPerStep = 1 } = request;
  drawBlocks(
    {
      factors: ['uniform', 'uniform'],
      stateRows,
      tables,
      begin() {},
      advance(block, substep) {
        const { kernels, state, uniforms, count } = block;
        const ends = uniforms(blockEnd, substep);
        const picks = uniforms(freshDay, substep);
        if (substep === 0) {
          kernels.pickRow(picks, state(drawnDay), days, count);
          begin(block, ends);
          return;
        }
        if (substep > 1) kernels.nextDayRow(state(drawnDay), ends, picks, 1 / meanBlockDays, days, count);
        advance(block, substep);
      },
      observe(block, substep) {
        const day = substep - 1;
        if (day >= 0 && day % daysPerStep === 0) observe(block, day / daysPerStep);
      },
    },
    { ...request, steps: 1 + steps * daysPerStep, daysPerStep: 1, antithetic: false },
    into,
  );
}

/** Throws a RangeError on a mean length of blocks below 1 day. */
export function checkMeanBlockDays(meanBlockDays: number): void {
  if (!(meanBlockDays >= 1 && meanBlockDays < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`meanBlockDays is ${meanBlockDays}: expected 1 day or more`);
  }
}
