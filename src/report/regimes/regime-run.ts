import type { CalmReport } from '../../regimes/calm/calm-report.ts';
import type { CalmRuleJSON } from '../../regimes/calm/calm-rule.ts';
import type { DetectorTerms } from '../../regimes/create-detector.ts';
import type { WalkedRegimes } from '../../regimes/walk-regimes.ts';

/** How a walk through history was asked for. */
export interface WalkSettings {
  readonly detector: DetectorTerms;
  readonly features: readonly string[];
  readonly walkForward: {
    readonly firstFitDays: number;
    readonly refitEveryDays: number;
    readonly windowDays?: number | undefined;
  };
  readonly calm: readonly CalmRuleJSON[];
  readonly seed: number;
}

/** A detector walked forward through a history, with the history: what every report of it is made from. */
export interface RegimeRun {
  /** Where the history is from, for people. */
  readonly source: string;
  /** ISO dates and closes, one for each row of the walk. */
  readonly dates: readonly string[];
  readonly close: Float64Array;
  readonly settings: WalkSettings;
  readonly walked: WalkedRegimes;
  /** The regime of each row as known at its close, calmed where rules say so; −1 before the first fit. */
  readonly labels: Int32Array;
  /** What calming came to; undefined without rules. */
  readonly calm: CalmReport | undefined;
}
