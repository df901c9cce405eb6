import type { TrainingResult } from '../../engine/training/train.ts';
import { csvChunks, csvNumber } from '../csv-text.ts';

/** What of a training is drawn and written. */
export type TrainingCurve = Pick<TrainingResult, 'losses' | 'validations' | 'learningRates' | 'steps'>;

/** A measurement on validation paths after so many steps. */
export interface Validation {
  readonly step: number;
  readonly value: number;
}

/** The validations of a training with the steps after which they were made. */
export function validationsOf({ validations, steps }: TrainingCurve, validateEvery: number): readonly Validation[] {
  return Array.from(validations, (value, k) => ({ step: Math.min(k * validateEvery, steps), value }));
}

/** The validation that chose the weights kept: the lowest, of equals the first. Checkpoints of older releases lack some. */
export function keptAt(curve: TrainingCurve, validateEvery: number): Validation {
  const all = validationsOf(curve, validateEvery).filter(({ value }) => !Number.isNaN(value));
  return all.reduce((best, each) => (each.value < best.value ? each : best));
}

/**
 * A training as CSV, a row per step: steps taken, loss of the step, criterion on validation paths where it was measured after
 * it, learning rate. Row 0 holds the measurement of the first weights.
 */
export function trainingCsv(curve: TrainingCurve, validateEvery: number): string {
  const { losses, learningRates, steps } = curve;
  const measured = new Map(validationsOf(curve, validateEvery).map(({ step, value }) => [step, value]));
  const cell = (value: number | undefined) => (value === undefined ? '' : csvNumber(value));
  const line = (step: number) =>
    `${step},${cell(losses[step - 1])},${cell(measured.get(step))},${cell(learningRates[step - 1])}\n`;
  return [...csvChunks('step,loss,validation,learningRate', steps + 1, line)].join('');
}
