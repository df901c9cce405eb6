import type { SeededCallOptions } from '../../support/long-call.ts';

/** Raises an alarm when volatility has risen, day by day, from returns alone. */
export interface ChangePointDetector {
  /** 'cusum' */
  readonly name: string;
  /** Learns what is calm from past daily log returns (NaN where there is none). The seed is that of the calibration. */
  fit(returns: Float64Array, options: SeededCallOptions): ChangePointModel;
}

/** A fitted detector. What it says of a day depends on that day and those before it alone. */
export interface ChangePointModel {
  readonly detector: string;
  /** Annualised volatility (252 days) that counts as calm. */
  readonly calmVolAnnual: number;
  /** The detector along a history, from calm on. A missing return changes nothing. */
  run(returns: Float64Array): ChangePointSignals;
  /** One return at a time, in constant time and with the bits of `run`. */
  online(): OnlineChangePoints;
  /** Plain data from which `loadChangePointModel` restores a model that gives the same bits. */
  toJSON(): ChangePointModelJSON;
}

export interface OnlineChangePoints {
  /** Takes the day's return. What it gives is the detector's own object, which the next return overwrites. */
  next(dailyReturn: number): ChangePointSignal;
}

export interface ChangePointSignal {
  /** How far the evidence of a rise has come, from 0 (calm) to 1 (enough for an alarm). */
  readonly level: number;
  /** Whether there is an alarm: from level 1 on until it is back at 0. */
  readonly alarm: boolean;
}

/** Signals row by row. */
export interface ChangePointSignals {
  readonly level: Float64Array;
  /** 1 on days of alarm. */
  readonly alarm: Uint8Array;
}

export interface ChangePointModelJSON {
  readonly detector: string;
  readonly [key: string]: unknown;
}
