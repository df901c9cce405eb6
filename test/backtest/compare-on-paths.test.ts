import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { compareOnPaths, tuneBand } from '../../src/backtest/compare-on-paths.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../src/backtest/ledger.ts';
import { tune } from '../../src/backtest/tune.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import type { HedgeView } from '../../src/hedgers/hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { rejection } from '../market/temp-files.ts';

const ground = {
  paths: createGbm({ volAnnual: 0.2 }).simulate({ paths: 1500, steps: 8, seed: 4, stream: ['compare'] }),
  terms: europeanTerms({ optionType: 'call', position: -1, costBps: 100, rateAnnual: 0 }),
  criterion: meanSd(0),
};

describe('tune', () => {
  it('takes the first of equals, and never one whose criterion is NaN', () => {
    const marked = (name: string, size: number) => ({
      ...createNoHedge(),
      name,
      hedge: (_: HedgeView, target: readonly Float64Array[]) => void target[0].fill(size),
    });
    const wild = { ...meanSd(0), value: (pnl: Float64Array) => (Math.abs(pnl[0]) > 1e6 ? Number.NaN : 1) };
    const grid = [1e9, 0, 0.5, 1e9];
    const { parameters } = tune(grid, (size) => marked(`${size}`, size), { ...ground, criterion: wild });
    expect(parameters).toBe(0);
  });
});

describe('compareOnPaths', () => {
  it('gives the figures of the backtester, with the standard error of a mean where the criterion is one', async () => {
    const hedgers = [createBlackScholesDeltaHedger(), createNoHedge()];
    const [delta, none] = await compareOnPaths(hedgers, ground, { seed: 1, draws: 400 });
    const ledger = runHedger(hedgers[0], ground.paths, ground.terms);
    const pnl = pnlPercent(ledger, ground.paths.spot);
    const mean = pnl.reduce((sum, value) => sum + value, 0) / 1500;
    expect(delta.mean).toBeCloseTo(mean, 12);
    expect(delta.objective.value).toBeCloseTo(-mean, 12);
    expect(delta.cost).toBeCloseTo(ledger.costs.reduce((sum, cost) => sum + cost, 0) / 1500, 12);
    expect(Math.abs(delta.objective.stderr / (delta.sd / Math.sqrt(1500)) - 1)).toBeLessThan(0.12);
    expect(delta.versusFirst).toMatchObject({ value: 0, stderr: 0 });
    expect(none.versusFirst.value).toBeCloseTo(none.objective.value - delta.objective.value, 12);
    expect(none.trades).toBe(0);
    const both = await compareOnPaths(hedgers, ground, { seed: 1, draws: 400 });
    expect(both).toEqual([delta, none]);
  });

  it('refuses a comparison of nothing', async () => {
    expect(await rejection(compareOnPaths([], ground, { seed: 1 }))).toMatchObject({
      message: 'hedgers is empty: expected at least one policy',
    });
  });

  it('takes paths for independent, in whatever order they stand', async () => {
    const { paths: drawn } = ground;
    const last = (path: number) => drawn.spot[drawn.steps * drawn.paths + path];
    const order = Int32Array.from({ length: drawn.paths }, (_, path) => path).sort((a, b) => last(a) - last(b));
    const sort = (column: Float64Array) =>
      column.map((_, at) => column[at - (at % drawn.paths) + order[at % drawn.paths]]);
    const sorted = { ...drawn, spot: sort(drawn.spot), impliedVol: sort(drawn.impliedVol) };
    const [none] = await compareOnPaths([createNoHedge()], { ...ground, paths: sorted }, { seed: 1 });
    // Blocks of neighbours, which are alike here, would make it several times as large.
    expect(Math.abs(none.objective.stderr / (none.sd / Math.sqrt(1500)) - 1)).toBeLessThan(0.2);
  });

  it('can be watched, and stopped between two policies', async () => {
    const seen: number[] = [];
    const stop = new AbortController();
    const reason = new Error('enough');
    const hedgers = [createBlackScholesDeltaHedger(), createNoHedge()];
    const stopped = compareOnPaths(hedgers, ground, {
      seed: 1,
      signal: stop.signal,
      onProgress({ done }) {
        seen.push(done);
        if (done === 1) stop.abort(reason);
      },
    });
    expect(await rejection(stopped)).toBe(reason);
    expect(seen).toEqual([0, 1]);
  });
});

describe('tuneBand', () => {
  it('finds what tune finds', async () => {
    const widths = [0, 0.1, 0.2, 0.4];
    const found = await tuneBand(widths, { ...ground, criterion: meanSd(1.5) });
    const { hedger: _, ...expected } = tune(widths, (halfWidth) => createDeltaBandHedger({ halfWidth }), {
      ...ground,
      criterion: meanSd(1.5),
    });
    expect(found).toMatchObject(expected);
    expect(found.parameters).toBeGreaterThan(0);
    expect(await rejection(tuneBand([], ground))).toBeInstanceOf(RangeError);
    expect(await rejection(tuneBand(widths, ground, { signal: AbortSignal.abort(new Error('no')) }))).toEqual(
      new Error('no'),
    );
  });
});
