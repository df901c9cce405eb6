import type { ForecasterLoss } from '../engine/forecaster/forecaster-problem.ts';
import { InputError } from '../support/input-error.ts';
import type { VolatilityModelJSON } from './forecaster.ts';
import { isGrid } from './term-structure.ts';

/** Throws an InputError when a history is too short to fit on: `parts` says what the rows are needed for. */
export function requireRows(forecaster: string, rows: number, needed: number, parts: string): void {
  if (rows >= needed) return;
  throw new InputError(
    `forecaster '${forecaster}': the history has ${rows} rows, expected at least ${needed} (${parts}): give a longer history or shorter windows`,
  );
}

/** The number above 0 under a key of a saved model. */
export function savedPositive(json: VolatilityModelJSON, key: string): number {
  return savedNumber(json, key, 'a finite number above 0', (value) => value > 0);
}

/** The number in (0, 1) under a key of a saved model. */
export function savedShare(json: VolatilityModelJSON, key: string): number {
  return savedNumber(json, key, 'a number in (0, 1)', (value) => value > 0 && value < 1);
}

/** The size of a part of a network under a key of a saved model. */
export function savedCount(json: VolatilityModelJSON, key: string): number {
  const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= 65_536;
  return savedNumber(json, key, 'a whole number from 1 to 65536', isCount);
}

/** The share in [0, 1), 0 included, under a key of a saved model. */
export function savedDropout(json: VolatilityModelJSON, key: string): number {
  return savedNumber(json, key, 'a number in [0, 1)', (value) => value >= 0 && value < 1);
}

/** The training loss of a saved model's networks. */
export function savedLoss(json: VolatilityModelJSON): ForecasterLoss {
  const { loss } = json;
  if (loss === 'qlike' || loss === 'log-mse') return loss;
  throw new InputError(
    `saved forecaster '${json.forecaster}': loss is ${describe(loss)}, expected qlike or log-mse: save the model again`,
  );
}

/** The horizons under `gridDays` of a saved model. */
export function savedGrid(json: VolatilityModelJSON): number[] {
  const gridDays = savedNumbers(json, 'gridDays');
  if (isGrid(gridDays)) return gridDays;
  throw new InputError(
    `saved forecaster '${json.forecaster}': gridDays is [${gridDays}], expected whole numbers of days >= 1, strictly increasing: save the model again`,
  );
}

/** The list of finite numbers under a key of a saved model, of a given length where one is given. */
export function savedNumbers(json: VolatilityModelJSON, key: string, length?: number): number[] {
  return checkedNumbers(json, key, json[key], length);
}

/** The list of `rows` (any number >= 1 where undefined) lists of `length` finite numbers under a key of a saved model. */
export function savedTable(
  json: VolatilityModelJSON,
  key: string,
  rows: number | undefined,
  length: number,
): number[][] {
  const value = json[key];
  if (Array.isArray(value) && (rows === undefined ? value.length > 0 : value.length === rows)) {
    return value.map((row: unknown, i) => checkedNumbers(json, `${key}[${i}]`, row, length));
  }
  throw new InputError(
    `saved forecaster '${json.forecaster}': ${key} is ${describe(value)}, expected a list of ${rows ?? 'one or more'} lists: save the model again`,
  );
}

function checkedNumbers(json: VolatilityModelJSON, key: string, value: unknown, length?: number): number[] {
  if (Array.isArray(value) && (length === undefined || value.length === length) && value.every(Number.isFinite)) {
    return value as number[];
  }
  const expected = length === undefined ? 'a list of finite numbers' : `a list of ${length} finite numbers`;
  throw new InputError(
    `saved forecaster '${json.forecaster}': ${key} is ${describe(value)}, expected ${expected}: save the model again`,
  );
}

function savedNumber(
  json: VolatilityModelJSON,
  key: string,
  expected: string,
  fits: (value: number) => boolean,
): number {
  const value = json[key];
  if (typeof value === 'number' && Number.isFinite(value) && fits(value)) return value;
  throw new InputError(
    `saved forecaster '${json.forecaster}': ${key} is ${describe(value)}, expected ${expected}: save the model again`,
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined ? 'missing' : String(JSON.stringify(value)).slice(0, 40);
}
