import { InputError } from '../support/input-error.ts';
import type { HedgerJSON } from './hedger.ts';

/** A parameter of a saved policy that must be a finite number >= 0. Throws an InputError that names it. */
export function numberField(json: HedgerJSON, key: string): number {
  const value = json[key];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new InputError(
    `saved policy '${json.name}' has ${key} = ${JSON.stringify(value)}: expected a finite number >= 0; save it again with toJSON()`,
  );
}
