import { backtestConfigSchema } from '../../src/backtest/config.ts';
import type {
  BacktestRun,
  DailyTable,
  DecisionTable,
  EpisodeTable,
  Interval,
  Metrics,
  PolicyResult,
} from '../../src/backtest/results.ts';
import type { HedgerKind } from '../../src/hedgers/hedger.ts';
import type { Bars } from '../../src/market/bars.ts';
import { createRandomStream } from '../../src/math/random.ts';

export interface FakeRunOptions {
  readonly bars?: number;
  /** Bars before the first evaluated day. */
  readonly training?: number;
  readonly seed?: number;
}

const kinds: Readonly<Record<string, HedgerKind>> = {
  none: 'none',
  delta: 'delta',
  'delta-band': 'band',
  'whalley-wilmott': 'band',
  'forecast-adjusted': 'forecast-adjusted',
  deep: 'deep',
  'switcher-kmeans': 'switcher',
  'switcher-hmm': 'switcher',
};
const names = Object.keys(kinds);
const tenor = 21;
const regimeVols = [0.09, 0.18, 0.38];

/**
 * A plausible small run of the main job from random prices: no fit, no tuning, but real ledgers of simple policies, so
 * that reports can be looked at and tested. Nothing in it is a result.
 */
export function fakeRun({ bars: count = 700, training = 120, seed = 3 }: FakeRunOptions = {}): BacktestRun {
  const { bars, regime } = fakeBars(count, seed);
  const daily = fakeDaily(bars, regime, training, seed);
  const { episodes, decisions, traded, trades } = fakeEpisodes(bars, daily);
  const config = backtestConfigSchema.parse({ seed });
  const perPolicy = episodes.rows / names.length;
  const policyPnl = names.map((_, p) => episodes.pnlPercent.slice(p * perPolicy, (p + 1) * perPolicy));
  const spots = Float64Array.from({ length: perPolicy }, (_, e) => bars.close[episodes.start[e]]);
  const metricsOf = (policy: number, rows: readonly number[]): Metrics => {
    const pnl = Float64Array.from(rows, (e) => policyPnl[policy][e]);
    const average = (value: (e: number) => number) => rows.reduce((sum, e) => sum + value(e), 0) / rows.length;
    return {
      ...riskFigures(pnl),
      cost: average((e) => (100 * episodes.costs[policy * perPolicy + e]) / spots[e]),
      turnover: average((e) => traded[policy * perPolicy + e] / spots[e]),
      trades: average((e) => trades[policy * perPolicy + e]),
    };
  };
  const all = Array.from({ length: perPolicy }, (_, e) => e);
  const policies: PolicyResult[] = names.map((name, policy) => {
    const metrics = metricsOf(policy, all);
    const versus = (other: number): Interval => {
      const spread = riskFigures(policyPnl[policy].map((pnl, e) => pnl - policyPnl[other][e])).sd;
      return interval(metrics.objective - metricsOf(other, all).objective, (4 * spread) / Math.sqrt(perPolicy));
    };
    return {
      name,
      kind: kinds[name],
      metrics,
      uncertainty: {
        objective: interval(metrics.objective, (6 * metrics.sd) / Math.sqrt(perPolicy)),
        objectiveVersusDelta: versus(1),
        objectiveVersusBand: versus(2),
      },
      byRegime: regimeVols.flatMap((_, k) => {
        const rows = all.filter((e) => episodes.regime[e] === k);
        return rows.length === 0 ? [] : [{ regime: k, episodes: rows.length, metrics: metricsOf(policy, rows) }];
      }),
    };
  });
  const { evaluatedFrom, evaluatedTo } = daily;
  return {
    results: {
      schema: 1,
      manifest: {
        version: '0.1.0',
        seed,
        config,
        configHash: 'c0ffee'.repeat(11).slice(0, 64),
        dataHash: 'badcafe'.repeat(10).slice(0, 64),
        node: 'v20.19.0',
        seconds: 123.4,
        notices: ['implied volatility is modelled, not quoted: 1.1 × a causal forecast from past closes'],
        data: {
          source: 'random prices <for tests>',
          rows: count,
          from: bars.dates[0],
          to: bars.dates[count - 1],
          evaluatedFrom: bars.dates[evaluatedFrom],
          evaluatedTo: bars.dates[evaluatedTo - 1],
          episodes: perPolicy,
        },
      },
      policies,
      regimes: Object.entries(daily.regimes).map(([name, column]) => ({
        name,
        states: regimeVols.map((volAnnual, k) => ({
          regime: k,
          volAnnual: volAnnual * (name === 'hmm' ? 1 : 1.07),
          share:
            column.subarray(evaluatedFrom, evaluatedTo).filter((r) => r === k).length / (evaluatedTo - evaluatedFrom),
        })),
        switches: column.subarray(evaluatedFrom, evaluatedTo).filter((r, i, c) => i > 0 && r !== c[i - 1]).length,
        alignment: name === 'hmm' ? 0.987 : 0.941,
        disputedRefits: name === 'hmm' ? 0 : 1,
      })),
      forecast: [
        { name: 'ewma', qlike: 0.3512, mse: 3.21, days: perPolicy, dmVersusEwma: null },
        { name: 'har', qlike: 0.3127, mse: 2.87, days: perPolicy, dmVersusEwma: -2.31 },
        { name: 'lstm', qlike: 0.3204, mse: 2.95, days: perPolicy, dmVersusEwma: -1.42 },
      ],
      refits: fakeRefits(bars, daily),
    },
    bars,
    daily,
    episodes,
    decisions,
  };
}

function fakeBars(count: number, seed: number): { bars: Bars; regime: Int32Array } {
  const stream = createRandomStream(seed, 'fake bars');
  const regime = new Int32Array(count);
  const column = () => new Float64Array(count);
  const bars = { open: column(), high: column(), low: column(), close: column(), volume: column() };
  const dates: string[] = [];
  const day = new Date(Date.UTC(2003, 0, 2));
  let spot = 1200;
  for (let t = 0; t < count; t++) {
    regime[t] = t > 0 && stream.uniform() > 0.015 ? regime[t - 1] : stream.integer(3);
    bars.open[t] = spot;
    spot *= Math.exp(0.0003 + (regimeVols[regime[t]] / Math.sqrt(252)) * stream.normal());
    bars.close[t] = spot;
    bars.high[t] = Math.max(spot, bars.open[t]) * 1.003;
    bars.low[t] = Math.min(spot, bars.open[t]) * 0.997;
    bars.volume[t] = 1e9;
    dates.push(day.toISOString().slice(0, 10));
    do day.setUTCDate(day.getUTCDate() + 1);
    while (day.getUTCDay() % 6 === 0);
  }
  return { bars: { dates, ...bars }, regime };
}

function fakeDaily(bars: Bars, regime: Int32Array, training: number, seed: number): DailyTable {
  const count = regime.length;
  const stream = createRandomStream(seed, 'fake daily');
  const empty = () => new Float64Array(count).fill(Number.NaN);
  const impliedVol = empty();
  const realisedVol = empty();
  const forecasts = { ewma: empty(), har: empty(), lstm: empty() };
  const regimes = { kmeans: new Int32Array(count).fill(-1), hmm: new Int32Array(count).fill(-1) };
  let variance = 0.15 ** 2;
  for (let t = 1; t < count; t++) {
    variance = 0.94 * variance + 0.06 * 252 * Math.log(bars.close[t] / bars.close[t - 1]) ** 2;
    const vol = Math.sqrt(variance);
    impliedVol[t] = 1.1 * vol;
    if (t + tenor < count) {
      let sum = 0;
      for (let k = 1; k <= tenor; k++) sum += Math.log(bars.close[t + k] / bars.close[t + k - 1]) ** 2;
      realisedVol[t] = Math.sqrt((252 * sum) / tenor);
    }
    if (t < training / 2) continue;
    forecasts.ewma[t] = vol;
    forecasts.har[t] = 0.7 * vol + 0.3 * 0.17;
    forecasts.lstm[t] = (0.8 * vol + 0.2 * regimeVols[regime[t]]) * Math.exp(0.03 * stream.normal());
    regimes.hmm[t] = regime[Math.max(0, t - 4)];
    regimes.kmeans[t] = stream.uniform() < 0.03 ? stream.integer(3) : regime[Math.max(0, t - 8)];
  }
  return { impliedVol, forecasts, realisedVol, regimes, evaluatedFrom: training, evaluatedTo: count - tenor };
}

function fakeEpisodes(bars: Bars, daily: DailyTable) {
  const { evaluatedFrom, evaluatedTo, regimes } = daily;
  const perPolicy = evaluatedTo - evaluatedFrom;
  const rows = perPolicy * names.length;
  const whole = (size: number) => new Int32Array(size);
  const real = (size: number) => new Float64Array(size);
  const episodes: EpisodeTable = {
    rows,
    policyNames: names,
    policy: whole(rows),
    episode: whole(rows),
    start: whole(rows),
    expiry: whole(rows),
    regime: whole(rows),
    premium: real(rows),
    payoff: real(rows),
    gains: real(rows),
    costs: real(rows),
    interest: real(rows),
    dividends: real(rows),
    borrow: real(rows),
    funding: real(rows),
    pnl: real(rows),
    pnlPercent: real(rows),
  };
  const size = rows * (tenor + 1);
  const decisions: DecisionTable = {
    rows: size,
    policyNames: names,
    policy: whole(size),
    episode: whole(size),
    row: whole(size),
    step: whole(size),
    spot: real(size),
    impliedVol: real(size),
    forecastVol: real(size),
    regime: whole(size),
    holding: real(size),
  };
  const traded = real(rows);
  const trades = real(rows);
  for (let policy = 0; policy < names.length; policy++) {
    for (let e = 0; e < perPolicy; e++) {
      const i = policy * perPolicy + e;
      const start = evaluatedFrom + e;
      const strike = bars.close[start];
      episodes.policy[i] = policy;
      episodes.episode[i] = e;
      episodes.start[i] = start;
      episodes.expiry[i] = start + tenor;
      episodes.regime[i] = regimes.hmm[start];
      episodes.premium[i] = strike * daily.impliedVol[start] * Math.sqrt(tenor / 252 / (2 * Math.PI));
      let held = 0;
      for (let step = 0; step <= tenor; step++) {
        const row = start + step;
        const spot = bars.close[row];
        const d = i * (tenor + 1) + step;
        const forecast = daily.forecasts.lstm[row];
        const target =
          step === tenor
            ? 0
            : holding(names[policy], spot / strike, daily.impliedVol[row], forecast, tenor - step, held);
        if (target !== held) {
          traded[i] += Math.abs(target - held) * spot;
          trades[i] += 1;
        }
        held = target;
        if (step < tenor) episodes.gains[i] += held * (bars.close[row + 1] - spot);
        decisions.policy[d] = policy;
        decisions.episode[d] = e;
        decisions.row[d] = row;
        decisions.step[d] = step;
        decisions.spot[d] = spot;
        decisions.impliedVol[d] = daily.impliedVol[row];
        decisions.forecastVol[d] = step === tenor ? Number.NaN : forecast;
        decisions.regime[d] = (names[policy] === 'switcher-kmeans' ? regimes.kmeans : regimes.hmm)[row];
        decisions.holding[d] = held;
      }
      episodes.costs[i] = 0.001 * traded[i];
      episodes.payoff[i] = Math.max(0, bars.close[start + tenor] - strike);
      episodes.pnl[i] = episodes.premium[i] - episodes.payoff[i] + episodes.gains[i] - episodes.costs[i];
      episodes.pnlPercent[i] = (100 * episodes.pnl[i]) / strike;
    }
  }
  return { episodes, decisions, traded, trades };
}

function holding(
  name: string,
  moneyness: number,
  implied: number,
  forecast: number,
  days: number,
  held: number,
): number {
  if (name === 'none') return 0;
  const blend: Readonly<Record<string, number>> = { 'forecast-adjusted': 0.5, deep: 0.3, 'switcher-hmm': 0.4 };
  const weight = blend[name] ?? 0;
  const scale = ((1 - weight) * implied + weight * forecast) * Math.sqrt(days / 252);
  const delta = normal(Math.log(moneyness) / scale + scale / 2);
  const widths: Readonly<Record<string, number>> = { delta: 0, 'delta-band': 0.08, 'switcher-kmeans': 0.1, deep: 0.06 };
  const width = widths[name] ?? 0.07;
  return Math.min(Math.max(held, delta - width), delta + width);
}

function normal(x: number): number {
  return 1 / (1 + Math.exp(-1.702 * x));
}

function riskFigures(pnl: Float64Array): Pick<Metrics, 'mean' | 'sd' | 'cvar95' | 'cvar99' | 'entropic' | 'objective'> {
  const sorted = pnl.slice().sort();
  const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = average(pnl);
  const sd = Math.sqrt(average(pnl.map((value) => (value - mean) ** 2)));
  const tail = (share: number) => -average(sorted.subarray(0, Math.max(1, Math.round(share * sorted.length))));
  const entropic = Math.log(average(pnl.map((value) => Math.exp(-value))));
  return { mean, sd, cvar95: tail(0.05), cvar99: tail(0.01), entropic, objective: 1.5 * sd - mean };
}

function interval(value: number, stderr: number): Interval {
  return { value, stderr, low: value - 1.96 * stderr, high: value + 1.96 * stderr };
}

function fakeRefits(bars: Bars, { evaluatedFrom, evaluatedTo }: DailyTable) {
  const refits = [];
  for (let row = evaluatedFrom; row < evaluatedTo; row += 252) {
    refits.push({
      date: bars.dates[row],
      trainingEpisodes: row - 60,
      bandWidth: 0.08,
      riskAversion: 8,
      forecastWeight: 0.5,
      forecastBandWidth: 0.1,
      deepObjective: 0.8123,
      switchers: [
        { name: 'switcher-kmeans', assignment: ['delta-band', 'delta-band', 'deep'] },
        { name: 'switcher-hmm', assignment: ['forecast-adjusted', 'forecast-adjusted', 'forecast-adjusted'] },
      ],
    });
  }
  return refits;
}
