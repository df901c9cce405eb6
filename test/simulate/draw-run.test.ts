import { describe, expect, it } from 'vitest';
import { type DrawRun, drawPieces, endPiece, firstCount, nextPiece } from '../../src/simulate/draw-run.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import type { Market, SimulationRequest } from '../../src/simulate/market.ts';

const gbm = createGbm({ volAnnual: 0.2 });
const request: SimulationRequest = { paths: 1000, steps: 3, seed: 5, stream: ['run'], firstPath: 40 };

/** Batches of 300, 300, 300 and 100 paths, each in three slices, in two sets of columns. */
function createRun(): DrawRun {
  const sets = [0, 1].map(() => ({
    spot: new Float64Array(4 * 300).fill(-1),
    impliedVol: new Float64Array(4 * 300),
    signals: {},
  }));
  const control = new Int32Array(new SharedArrayBuffer(4 * (firstCount + sets.length)));
  return { request, batchPaths: 300, slicePaths: 120, slices: 3, sets, control };
}

/** `gbm`, telling what it is asked to draw and calling back after each piece. */
function watched(asked: [number, number][], after = () => {}): Market {
  return {
    ...gbm,
    draw(part, into) {
      gbm.draw(part, into);
      asked.push([part.firstPath ?? 0, part.paths]);
      after();
    },
  };
}

describe('drawPieces', () => {
  it('draws what may be drawn, piece by piece, and counts the slices of each set', () => {
    const run = createRun();
    const asked: [number, number][] = [];
    drawPieces(watched(asked), run);
    expect(asked).toEqual([]);
    run.control[endPiece] = 5;
    drawPieces(watched(asked), run);
    expect(asked).toEqual([
      [40, 120],
      [160, 120],
      [280, 60],
      [340, 120],
      [460, 120],
    ]);
    expect([...run.control]).toEqual([5, 5, 3, 2]);
    const whole = gbm.simulate({ ...request, paths: 300 });
    expect(run.sets[0].spot).toEqual(whole.spot);
  });

  it('packs the rows of a shorter last batch, whose last slices are empty', () => {
    const run = createRun();
    run.control[nextPiece] = 9;
    run.control[endPiece] = 12;
    const asked: [number, number][] = [];
    drawPieces(watched(asked), run);
    expect(asked).toEqual([[940, 100]]);
    expect(run.sets[1].spot.subarray(0, 400)).toEqual(gbm.simulate({ ...request, firstPath: 940, paths: 100 }).spot);
    expect(run.sets[1].spot.subarray(400).every((value) => value === -1)).toBe(true);
    expect(run.control[firstCount + 1]).toBe(3);
  });

  it('goes on with what is allowed while it draws', () => {
    const run = createRun();
    run.control[endPiece] = 1;
    const asked: [number, number][] = [];
    drawPieces(
      watched(asked, () => {
        run.control[endPiece] = 3;
      }),
      run,
    );
    expect(asked).toHaveLength(3);
  });

  it('ends its turn in the middle of a long run', () => {
    const run = createRun();
    run.control[endPiece] = 12;
    const asked: [number, number][] = [];
    const wait = new Int32Array(new SharedArrayBuffer(4));
    drawPieces(
      watched(asked, () => {
        Atomics.wait(wait, 0, 0, 60);
      }),
      run,
    );
    expect(asked).toHaveLength(2);
  });
});
