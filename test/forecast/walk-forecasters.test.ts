import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInlineExecutor, type Executor } from '../../src/engine/jobs/executor.ts';
import { createForecaster, type ForecasterSettings } from '../../src/forecast/create-forecaster.ts';
import { createForecastPool } from '../../src/forecast/forecast-pool.ts';
import { forecastJobs, type RefitTask } from '../../src/forecast/jobs.ts';
import { walkForecastersOn } from '../../src/forecast/walk-forecasters.ts';
import { type WalkedForecasts, walkForecasts } from '../../src/forecast/walk-forecasts.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

const version = vi.hoisted(() => ({ now: '1.0.0' }));
vi.mock('../../src/support/package-version.ts', () => ({ packageVersion: () => version.now }));

const history = { ...swingingBars(600, 4), columns: { rv: new Float64Array(600).fill(1e-4) } };
const call = { horizonDays: [1, 21], seed: 3, firstFitRows: 300, refitEveryRows: 100 };
const settings: ForecasterSettings[] = [
  { name: 'har' },
  { name: 'ewma', measure: 'column:rv' },
  { name: 'lstm', window: 5, units: 2, epochs: 1, ensemble: 1 },
  { name: 'combination', members: [{ name: 'har' }, { name: 'ewma' }] },
];

const plain = (walks: readonly WalkedForecasts[]) =>
  walks.map(({ refits, ...walk }) => ({ ...walk, refits: refits.map((refit) => JSON.stringify(refit)) }));
const alone = (options: Parameters<typeof walkForecasts>[2]) =>
  plain(settings.map((each) => walkForecasts(createForecaster(each), history, options)));

describe('walkForecastersOn threads', () => {
  const pool = createForecastPool({ threads: 2 });
  afterAll(() => pool.close());

  it.each([
    ['from cold', {}],
    ['from the refit before', { warmStart: true }],
    ['on a rolling window', { windowRows: 250 }],
  ])('is each walk by itself to the bit, on two threads and in this one, %s', async (_, options) => {
    const expected = alone({ ...call, ...options });
    for (const executor of [pool, createInlineExecutor(forecastJobs)]) {
      expect(plain(await walkForecastersOn(executor, settings, history, { ...call, ...options }))).toEqual(expected);
    }
  });

  it('stops at a signal, even within a fit, and at the first error', async () => {
    const slow: ForecasterSettings = { name: 'lstm', epochs: 1000, ensemble: 8 };
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(
      walkForecastersOn(pool, [slow], history, { ...call, signal: stop.signal, onProgress }),
    ).rejects.toThrow('enough');
    // With few rows the network cannot be fitted, and the others are not waited for.
    const tooShort = walkForecastersOn(pool, [{ name: 'ewma' }, { name: 'har' }, slow], history, {
      ...call,
      firstFitRows: 70,
    });
    await expect(tooShort).rejects.toThrow(InputError);
  });
});

describe('walkForecastersOn with a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refits-'));
  const inFolder = join(folder, 'deep', 'walks');
  let fitted: string[] = [];
  let previous: (string | undefined)[] = [];
  let onFit = () => {};
  /** Runs jobs here and notes which had to be fitted. */
  const executor: Executor = createInlineExecutor({
    refit: (task, options) => {
      const { forecaster, refit, fitted: found, previous: before } = task as RefitTask;
      previous.push(before);
      const reply = forecastJobs.refit(task, options);
      if (found === undefined) {
        fitted.push(`${forecaster.name} ${refit.row}`);
        onFit();
      }
      return reply;
    },
  });
  const two = settings.slice(0, 2);
  const expected = plain(two.map((each) => walkForecasts(createForecaster(each), history, call)));
  const all = ['har 299', 'har 399', 'har 499', 'har 599']
    .flatMap((each) => [each, each.replace('har', 'ewma')])
    .sort();
  const walk = async (options: object = {}) =>
    plain(await walkForecastersOn(executor, two, history, { ...call, folder: inFolder, ...options }));
  const refitted = () => fitted.sort();

  beforeEach(() => {
    fitted = [];
    previous = [];
    onFit = () => {};
    rmSync(inFolder, { recursive: true, force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps one file a refit and fits nothing twice', async () => {
    expect(await walk()).toEqual(expected);
    expect(refitted()).toEqual(all);
    const names = readdirSync(inFolder);
    expect(names).toHaveLength(8);
    expect(names.every((name) => /^(har|ewma)-\d{4}-\d\d-\d\d-[0-9a-f]{16}\.json$/.test(name))).toBe(true);
    fitted = [];
    expect(await walk()).toEqual(expected);
    expect(fitted).toEqual([]);
  });

  it('goes on where it was stopped', async () => {
    const stop = new AbortController();
    onFit = () => {
      if (fitted.length === 3) stop.abort(new Error('enough'));
    };
    await expect(walk({ signal: stop.signal })).rejects.toThrow('enough');
    // The files of all that was fitted are whole when the call has ended.
    const names = readdirSync(inFolder);
    expect(names).toHaveLength(3);
    expect(names.every((name) => name.endsWith('.json'))).toBe(true);
    fitted = [];
    expect(await walk()).toEqual(expected);
    expect(fitted).toHaveLength(5);
  });

  it('fits again what is damaged, foreign or not readable', async () => {
    await walk();
    const [cut, foreign, changed, blocked] = readdirSync(inFolder).map((name) => join(inFolder, name));
    const text = readFileSync(cut, 'utf8');
    writeFileSync(cut, text.slice(0, text.length / 2));
    writeFileSync(foreign, text);
    const { model, ...rest } = JSON.parse(readFileSync(changed, 'utf8'));
    writeFileSync(
      changed,
      JSON.stringify({ ...rest, model: model.replace(/\d/, (digit: string) => `${9 - Number(digit)}`) }),
    );
    writeFileSync(blocked, '');
    fitted = [];
    expect(await walk()).toEqual(expected);
    expect(fitted).toHaveLength(4);
    fitted = [];
    expect(await walk()).toEqual(expected);
    expect(fitted).toEqual([]);
  });

  it('takes no model of another version of this package', async () => {
    await walk();
    fitted = [];
    version.now = '1.0.1';
    await walk();
    expect(refitted()).toEqual(all);
  });

  it('takes no model of other settings, seed, window or past, and all that an appended history leaves as they were', async () => {
    await walk();
    fitted = [];
    await walk({ seed: 4 });
    expect(refitted()).toEqual(all);
    fitted = [];
    await walk({ windowRows: 250 });
    expect(fitted).toHaveLength(8);
    fitted = [];
    const close = history.close.slice();
    close[450] *= 1.001;
    await walkForecastersOn(executor, two, { ...history, close }, { ...call, folder: inFolder });
    expect(refitted()).toEqual(['ewma 499', 'ewma 599', 'har 499', 'har 599']);
    fitted = [];
    const rv = history.columns.rv.slice();
    rv[599] *= 2;
    await walkForecastersOn(executor, two, { ...history, columns: { rv } }, { ...call, folder: inFolder });
    expect(refitted()).toEqual(['ewma 599', 'har 599']);
    fitted = [];
    await walkForecastersOn(executor, [{ name: 'ewma', lambda: 0.9, measure: 'column:rv' }], history, {
      ...call,
      folder: inFolder,
    });
    expect(fitted).toHaveLength(4);
    fitted = [];
    const shorter = await walkForecastersOn(executor, two, sliceBars(history, 0, 550), {
      ...call,
      horizonDays: [5],
      folder: inFolder,
    });
    expect(fitted).toEqual([]);
    expect(shorter[0].volAnnual[0]).toHaveLength(550);
  });

  it('tells a warm start from a cold one, and hands on the refit before', async () => {
    const [har, ewma] = await walkForecastersOn(executor, two, history, { ...call, folder: inFolder });
    expect(previous.every((before) => before === undefined)).toBe(true);
    fitted = [];
    previous = [];
    await walk({ warmStart: true });
    const before = [har, ewma].flatMap(({ refits }) => refits.slice(0, 3).map(({ model }) => JSON.stringify(model)));
    expect(new Set(previous)).toEqual(new Set([undefined, ...before]));
    // The first refit is the same.
    expect(refitted()).toEqual(all.filter((each) => !each.endsWith('299')));
    fitted = [];
    expect(await walk({ warmStart: true })).toEqual(expected);
    expect(fitted).toEqual([]);
  });

  it('reports progress over all refits', async () => {
    const seen: { label: string; done: number; total: number }[] = [];
    await walk({ onProgress: (progress: (typeof seen)[number]) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ done: 800, total: 800 });
    expect(new Set(seen.map(({ label }) => label))).toContain('ewma: refit 4 of 4');
  });

  it('refuses bad settings before any fit, and a folder that is none', async () => {
    const bad = [{ name: 'har' }, { name: 'ewma', lambda: 2 }] as ForecasterSettings[];
    await expect(walkForecastersOn(executor, bad, history, call)).rejects.toThrow('forecaster ewma: lambda');
    await expect(walk({ firstFitRows: 1000 })).rejects.toThrow('expected at least 1000');
    expect(fitted).toEqual([]);
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(inFolder, '');
    await expect(walk()).rejects.toThrow(InputError);
    await expect(walk()).rejects.toThrow('cannot be written');
  });
});
