import type { HedgerKind } from '../hedgers/hedger.ts';
import type { Bars } from '../market/bars.ts';
import type { BacktestConfig } from './config.ts';
import type { Ledger } from './ledger.ts';

/** Content of results.json, schema 1 (docs/results-json.md). P&L figures are in percent of spot at writing. */
export interface BacktestResults {
  readonly schema: 1;
  readonly manifest: Manifest;
  readonly policies: readonly PolicyResult[];
  readonly regimes: readonly DetectorResult[];
  readonly forecast: readonly ForecastResult[];
  readonly refits: readonly RefitRecord[];
}

export interface Manifest {
  readonly version: string;
  readonly seed: number;
  readonly config: BacktestConfig;
  /** SHA-256 of the configuration as canonical JSON. */
  readonly configHash: string;
  /** SHA-256 of the bars and of the implied volatility, where it was quoted. */
  readonly dataHash: string;
  readonly node: string;
  /** Wall-clock seconds of the run: the one figure that differs between two runs of the same seed. */
  readonly seconds: number;
  /** What the reader must know: 'implied volatility is modelled: …', files re-sorted. */
  readonly notices: readonly string[];
  readonly data: {
    readonly source: string;
    readonly rows: number;
    readonly from: string;
    readonly to: string;
    readonly evaluatedFrom: string;
    readonly evaluatedTo: string;
    readonly episodes: number;
  };
}

export interface Metrics {
  /** Mean P&L; a gain is positive. */
  readonly mean: number;
  readonly sd: number;
  /** Mean loss in the worst 5 % and 1 % of episodes; a loss is positive. */
  readonly cvar95: number;
  readonly cvar99: number;
  /** Entropic certainty equivalent of the loss, risk aversion 1 per percent of spot. */
  readonly entropic: number;
  /** Mean cost paid. */
  readonly cost: number;
  /** Mean value traded, in multiples of spot at writing. */
  readonly turnover: number;
  /** Mean number of trades. */
  readonly trades: number;
  /** The configured criterion: lower is better. */
  readonly objective: number;
}

export interface Interval {
  readonly value: number;
  /** Standard error and 95 % interval from the stationary bootstrap over writing dates. */
  readonly stderr: number;
  readonly low: number;
  readonly high: number;
}

export interface PolicyResult {
  readonly name: string;
  readonly kind: HedgerKind;
  readonly metrics: Metrics;
  readonly uncertainty: {
    readonly objective: Interval;
    /** Objective of this policy minus that of `delta`, on the same episodes and the same bootstrap draws. */
    readonly objectiveVersusDelta: Interval;
    /** The same against the tuned delta band: the bar that a learned policy has to clear. */
    readonly objectiveVersusBand: Interval;
  };
  /** Metrics of the episodes by the reporting detector's regime at writing (regime index as key). */
  readonly byRegime: readonly { readonly regime: number; readonly episodes: number; readonly metrics: Metrics }[];
}

export interface DetectorResult {
  readonly name: string;
  readonly states: readonly {
    readonly regime: number;
    /** Annualised volatility of the evaluated days that the filter put in this regime, about the mean of all; 0 if none. */
    readonly volAnnual: number;
    /** Share of the evaluated days. */
    readonly share: number;
  }[];
  /** Changes of the most probable filtered regime over the evaluated days. */
  readonly switches: number;
  /** Lowest share of common rows that two successive refits label alike, 0 to 1. */
  readonly alignment: number;
  /** Refits at which another matching of regimes than the order by variance would agree on more rows. */
  readonly disputedRefits: number;
}

export interface ForecastResult {
  readonly name: string;
  /** Out of sample, over the contract's tenor, against the variance of the returns that followed. */
  readonly qlike: number;
  /** Mean squared error of the daily variance, in percent squared, squared. */
  readonly mse: number;
  readonly days: number;
  /** Diebold–Mariano statistic of QLIKE against EWMA (negative: better than EWMA); null for EWMA itself and below two horizons of days. */
  readonly dmVersusEwma: number | null;
}

/** What was chosen at one refit, from the rows up to its date alone. */
export interface RefitRecord {
  readonly date: string;
  readonly trainingEpisodes: number;
  /** Of policies that are not fitted, null; likewise below. */
  readonly bandWidth: number | null;
  readonly riskAversion: number | null;
  readonly forecastWeight: number | null;
  readonly forecastBandWidth: number | null;
  readonly deepObjective: number | null;
  /** Per switcher: the policy of each regime. */
  readonly switchers: readonly { readonly name: string; readonly assignment: readonly string[] }[];
  /** What was chosen for each further rule that was fitted, by policy and parameter; absent where there are none. */
  readonly further?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** One row per policy and episode; column arrays of the same length. P&L items in money per 1 unit of contract. */
export interface EpisodeTable
  extends Pick<
    Ledger,
    'premium' | 'payoff' | 'gains' | 'costs' | 'interest' | 'dividends' | 'borrow' | 'funding' | 'pnl'
  > {
  readonly rows: number;
  /** Index into `policyNames`. */
  readonly policy: Int32Array;
  readonly policyNames: readonly string[];
  readonly episode: Int32Array;
  /** Row numbers of the bars at writing and at expiry. */
  readonly start: Int32Array;
  readonly expiry: Int32Array;
  /** Regime of the reporting detector at writing. */
  readonly regime: Int32Array;
  /** P&L in percent of spot at writing. */
  readonly pnlPercent: Float64Array;
}

/** One row per policy, episode and step, the expiry (everything unwound, holding 0) included. */
export interface DecisionTable {
  readonly rows: number;
  readonly policy: Int32Array;
  readonly policyNames: readonly string[];
  readonly episode: Int32Array;
  /** Row number of the bar at whose close the decision was made. */
  readonly row: Int32Array;
  readonly step: Int32Array;
  readonly spot: Float64Array;
  readonly impliedVol: Float64Array;
  readonly forecastVol: Float64Array;
  /** Filtered regime: that of the switcher's own detector for a switcher, else of the reporting detector. */
  readonly regime: Int32Array;
  readonly holding: Float64Array;
}

/** What was known each day, for the pictures. Arrays cover every bar; days without a value hold NaN (regime: -1). */
export interface DailyTable {
  readonly impliedVol: Float64Array;
  /** Forecast of volatility over the contract's tenor, by forecaster. */
  readonly forecasts: Readonly<Record<string, Float64Array>>;
  /** Volatility of the returns that followed, over the tenor: known afterwards, for pictures and scores only. */
  readonly realisedVol: Float64Array;
  /** Most probable filtered regime, by detector. */
  readonly regimes: Readonly<Record<string, Int32Array>>;
  /** Rows [from, to) of the bars are evaluated. */
  readonly evaluatedFrom: number;
  readonly evaluatedTo: number;
}

/** Everything that a run of the main job gives. */
export interface BacktestRun {
  readonly results: BacktestResults;
  readonly bars: Bars;
  readonly daily: DailyTable;
  readonly episodes: EpisodeTable;
  readonly decisions: DecisionTable;
}
