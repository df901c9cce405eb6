import { nearestWord } from '../../support/nearest-word.ts';
import { stateInputNames } from './state-inputs.ts';

/** The inputs of a network, by name. */
export interface NamedInputs {
  /** In order, the holdings apart; P&L so far is the last. */
  readonly columns: readonly string[];
  /** Whether the holdings before, of all instruments, follow. */
  readonly readsHoldings: boolean;
}

/** What inputs can be named by: what the contract and the paths have. */
export interface InputSources {
  /** Columns of the contract's memory. */
  readonly memory: number;
  /** Hedge instruments, the underlying among them. */
  readonly instruments: number;
  /** Signals of the market; where it is not given, every other name is taken for a signal. */
  readonly signals?: readonly string[] | undefined;
}

const memoryName = 'contract memory';
const holdingName = 'holding';
const priceName = 'price';

/** The input that is P&L so far. */
export const pnlName = 'p&l so far';

/** What policies read unless told otherwise: the state of the market and the contract, and the contract's memory. */
export const defaultInputs: readonly string[] = [...stateInputNames, memoryName];

/**
 * The inputs that names stand for, in their order:
 *
 * - those of `stateInputNames`, scaled by themselves;
 * - 'contract memory', all of it, or 'contract memory 0', …, as the contract gives it;
 * - 'price 0', that of the underlying, 'price 1', …, those of further instruments, over the money at the contract's
 *   reference level, standardised;
 * - 'p&l so far' (`writePnlSoFar`), after all others wherever it is named;
 * - 'holding', what is held of each instrument before the trade, as it is; it comes last wherever it is named;
 * - a signal by its name, standardised.
 *
 * @throws RangeError for names unknown or twice, with the nearest one that is known
 */
export function resolveInputs(names: readonly string[], { memory, instruments, signals }: InputSources): NamedInputs {
  const memories = numbered(memoryName, memory);
  const own = [...stateInputNames, ...memories, ...numbered(priceName, instruments), pnlName];
  const named = names
    .filter((name) => name !== holdingName)
    .flatMap((name) => (name === memoryName ? memories : [name]));
  const isPnl = (name: string) => name === pnlName;
  const columns = [...named.filter((name) => !isPnl(name)), ...named.filter(isPnl)];
  for (const [k, name] of columns.entries()) {
    if (columns.indexOf(name) !== k) throw namedTwice(name);
    if (own.includes(name)) continue;
    if (isOwn(name) || signals?.includes(name) === false)
      throw unknownInput(name, [...own, holdingName, ...(signals ?? [])]);
  }
  const readsHoldings = names.includes(holdingName);
  if (names.indexOf(holdingName) !== names.lastIndexOf(holdingName)) throw namedTwice(holdingName);
  if (columns.length === 0 && !readsHoldings) throw new RangeError('inputs name nothing: expected one name at least');
  return { columns, readsHoldings };
}

/** Names of all that a network reads, in order: one for each of its inputs. */
export function inputNames({ columns, readsHoldings }: NamedInputs, instruments: number): string[] {
  if (!readsHoldings) return [...columns];
  return [...columns, ...(instruments === 1 ? [holdingName] : numbered(holdingName, instruments))];
}

/** The names by which `resolveInputs` gives these inputs again. */
export function namesOf({ columns, readsHoldings }: NamedInputs): readonly string[] {
  return readsHoldings ? [...columns, holdingName] : columns;
}

/** The columns that are standardised: prices and signals. */
export function scaledColumns(columns: readonly string[]): readonly string[] {
  return columns.filter((name) => pricedInstrument(name) !== undefined || !isOwn(name));
}

/** Whether P&L so far is among the columns. */
export function readsPnl(columns: readonly string[]): boolean {
  return columns.at(-1) === pnlName;
}

/** The columns that are signals. */
export function signalsOf(columns: readonly string[]): readonly string[] {
  return columns.filter((name) => !isOwn(name));
}

/** Number of the instrument that an input is the price of. */
export function pricedInstrument(name: string): number | undefined {
  return numberAfter(priceName, name);
}

/** Number of the column of the contract's memory that an input is. */
export function memoryColumn(name: string): number | undefined {
  return numberAfter(memoryName, name);
}

function namedTwice(name: string): RangeError {
  return new RangeError(`inputs name '${name}' twice: expected each name once`);
}

function unknownInput(name: string, known: readonly string[]): RangeError {
  const nearest = nearestWord(name, known);
  const advice = nearest === undefined ? `expected some of ${known.join(', ')}` : `did you mean '${nearest}'?`;
  return new RangeError(`inputs name '${name}', which neither the contract nor the market has: ${advice}`);
}

function isStateInput(name: string): boolean {
  return (stateInputNames as readonly string[]).includes(name);
}

/** Whether a name is one of the policies' own, no signal's. */
function isOwn(name: string): boolean {
  if ([memoryName, pnlName, holdingName].includes(name) || isStateInput(name)) return true;
  return [memoryName, priceName].some((of) => numberAfter(of, name) !== undefined);
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) => `${name} ${k}`);
}

/** k of 'name k'. */
function numberAfter(name: string, text: string): number | undefined {
  const rest = text.startsWith(`${name} `) ? text.slice(name.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}
