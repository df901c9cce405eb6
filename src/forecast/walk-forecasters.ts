import { createHash } from 'node:crypto';
import type { Executor } from '../engine/jobs/executor.ts';
import type { Bars } from '../market/bars.ts';
import { hashBars } from '../market/hash-bars.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { packageVersion } from '../support/package-version.ts';
import { createForecaster, type ForecasterSettings, forecasterSchema } from './create-forecaster.ts';
import type { VolatilityModelJSON } from './forecaster.ts';
import type { RefitReply, RefitTask } from './jobs.ts';
import { loadVolatilityModel } from './load-volatility-model.ts';
import { type PlannedRefit, planRefits } from './plan-refits.ts';
import { openRefitFiles } from './refit-files.ts';
import { firstBars, sharedBars } from './shared-bars.ts';
import { checkHorizons } from './term-structure.ts';
import {
  emptyForecasts,
  type ForecastRefit,
  type WalkedForecasts,
  type WalkForecastsOptions,
} from './walk-forecasts.ts';

export interface WalkForecastersOptions extends WalkForecastsOptions {
  /**
   * Where each fitted model is kept as soon as there is one; made where missing. A walk that is begun again after a stop, or
   * with a longer history, other horizons or more forecasters, reads the models found there and fits only the rest.
   */
  readonly folder?: string | undefined;
}

/**
 * `walkForecasts` for several forecasters on worker threads, to the bit, whatever their number. Each refit is a job of its
 * own; with `warmStart` those of one forecaster follow one another. Models come back through `loadVolatilityModel`.
 *
 * Files of `folder` are found by a hash of the forecaster's settings, the rows fitted on, the seed, the version of this
 * package and, with a warm start, the refit before. A damaged or foreign file counts as missing and is replaced.
 *
 * @param pool `createForecastPool({ threads })`
 * @returns one walk for each of the settings, in their order
 * @throws InputError on bad settings, a history too short, or a folder that cannot be written; the first error stops all
 * @example
 * const pool = createForecastPool({ threads: 4 });
 * const options = { horizonDays: [1, 5, 22], folder: 'walks', seed: 7 };
 * const [har, lstm] = await walkForecastersOn(pool, [{ name: 'har' }, { name: 'lstm' }], bars, options);
 * await pool.close();
 */
export async function walkForecastersOn(
  pool: Executor,
  settings: readonly ForecasterSettings[],
  history: Bars,
  { horizonDays, warmStart = false, seed, signal, onProgress, folder, ...schedule }: WalkForecastersOptions,
): Promise<readonly WalkedForecasts[]> {
  signal?.throwIfAborted();
  checkHorizons(horizonDays);
  for (const each of settings) createForecaster(each);
  const rows = history.close.length;
  const planned = planRefits(rows, schedule);
  const files = folder === undefined ? undefined : await openRefitFiles(folder);
  const pasts = files && planned.map(({ from, row }) => `${from}/${hashBars(history, row + 1)}`);
  const shared = sharedBars(history);
  const report = progressOver(settings, planned, onProgress);
  // One error stops all: what else is under way would go on for hours, for nobody.
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);

  async function refitOne(f: number, r: number, before: Refitted | undefined): Promise<Refitted> {
    const refit = planned[r];
    const key =
      pasts && keyOf([packageVersion(), forecasterSchema.parse(settings[f]), seed, pasts[r], before?.key ?? null]);
    const name = `${settings[f].name}-${history.dates[refit.row]}`;
    const fitted = key && (await files?.read(name, key));
    const task: RefitTask = {
      forecaster: settings[f],
      history: firstBars(shared, refit.until),
      refit,
      horizonDays,
      seed,
      previous: before?.reply.model,
      fitted,
    };
    const reply = await pool.run<RefitReply>('refit', task, {
      signal: signals,
      onProgress: onProgress && (({ done, total }) => report(f, r, total > 0 ? Math.min(0.99, done / total) : 0)),
    });
    if (files !== undefined && key !== undefined && fitted === undefined) await files.write(name, key, reply.model);
    report(f, r, 1);
    return { key, reply };
  }

  /** All refits of one forecaster: side by side, or one after another where each begins from the one before. */
  async function walkOne(f: number): Promise<readonly Refitted[]> {
    if (!warmStart)
      return allOrStop(
        planned.map((_, r) => refitOne(f, r, undefined)),
        stop,
      );
    const done: Refitted[] = [];
    for (let r = 0; r < planned.length; r++) done.push(await refitOne(f, r, done.at(-1)));
    return done;
  }

  const walks = await allOrStop(
    settings.map((_, f) => walkOne(f)),
    stop,
  );
  return walks.map((refits) => joinRefits(planned, refits, rows, horizonDays));
}

/** What a refit came to, and the key of its file where files are kept. */
interface Refitted {
  readonly key: string | undefined;
  readonly reply: RefitReply;
}

function joinRefits(
  planned: readonly PlannedRefit[],
  refitted: readonly Refitted[],
  rows: number,
  horizonDays: readonly number[],
): WalkedForecasts {
  const volAnnual = emptyForecasts(rows, horizonDays);
  const refits = planned.map(({ row }, r): ForecastRefit => {
    const { reply } = refitted[r];
    reply.volAnnual.forEach((column, h) => {
      volAnnual[h].set(column, row);
    });
    return { row, model: loadVolatilityModel(JSON.parse(reply.model) as VolatilityModelJSON) };
  });
  return { horizonDays: [...horizonDays], volAnnual, refits };
}

/** All results, or the first error once everything has come to rest: no file is written after the call has ended. */
async function allOrStop<T>(calls: readonly Promise<T>[], stop: AbortController): Promise<readonly T[]> {
  const guarded = calls.map((call) =>
    call.catch((error: unknown) => {
      // Later aborts keep the first reason.
      stop.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(guarded);
  return Promise.all(guarded);
}

function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

/** Progress over all refits of all forecasters, in hundredths of a refit. */
function progressOver(
  settings: readonly ForecasterSettings[],
  planned: readonly PlannedRefit[],
  onProgress: WalkForecastsOptions['onProgress'],
) {
  const shares = new Float64Array(settings.length * planned.length);
  return (f: number, r: number, share: number) => {
    shares[f * planned.length + r] = Math.max(shares[f * planned.length + r], share);
    onProgress?.({
      label: `${settings[f].name}: refit ${r + 1} of ${planned.length}`,
      done: Math.round(100 * shares.reduce((sum, each) => sum + each, 0)),
      total: 100 * shares.length,
    });
  };
}
