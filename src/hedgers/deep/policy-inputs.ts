import { memoryColumn, type NamedInputs, pnlName, pricedInstrument } from './input-names.ts';
import { writePnlSoFar } from './pnl-so-far.ts';
import { type InputStates, type StateScales, stateInputNames, writeStateInputs } from './state-inputs.ts';

/** Mean and standard deviation by which a column is scaled; a standard deviation of 0 is a constant column. */
export interface ColumnScale {
  readonly mean: number;
  readonly sd: number;
}

/** Figures of the training market by which inputs are scaled. They travel with the weights. */
export interface PolicyInputScales extends StateScales {
  /** Those of prices and signals, by the name of the input. */
  readonly columns?: Readonly<Record<string, ColumnScale>> | undefined;
}

/** What a policy's network reads at each step. Plain data. */
export interface PolicyInputs extends NamedInputs {
  readonly scales: PolicyInputScales;
}

/** Inputs beyond this many standard deviations say no more. */
const widestColumn = 6;

/**
 * Writes one step's inputs but for the holdings, [input][path], and the contract's delta at implied volatility. A value
 * that is not known yet, NaN, becomes 0, the mean.
 */
export function writePolicyInputs(
  states: InputStates,
  { columns, scales }: PolicyInputs,
  inputs: Float32Array,
  delta: Float64Array,
): void {
  const { paths, contract } = states;
  // Most policies read them all, first and in order: then they are written where they are read.
  const isInPlace = stateInputNames.every((name, i) => columns[i] === name);
  const room = stateInputNames.length * paths;
  const state = isInPlace ? inputs.subarray(0, room) : new Float32Array(room);
  writeStateInputs(states, scales, state, delta);
  columns.forEach((name, i) => {
    if (isInPlace && i < stateInputNames.length) return;
    const to = inputs.subarray(i * paths, (i + 1) * paths);
    const place = (stateInputNames as readonly string[]).indexOf(name);
    const memory = memoryColumn(name);
    if (place !== -1) to.set(state.subarray(place * paths, (place + 1) * paths));
    else if (name === pnlName) writePnlSoFar(states, scales, to);
    else if (memory !== undefined) to.set(contract.memory[memory]);
    else writeStandardised(columnOf(name, states), scales.columns?.[name], to);
  });
}

/** A price over the reference level, or a signal, as it stands. */
function columnOf(name: string, { prices, strike, signals }: InputStates): Float64Array {
  const instrument = pricedInstrument(name);
  return instrument === undefined ? signals[name] : relativePrices(prices[instrument], strike);
}

/** Prices over the money at the reference level: free of the unit of money. A longer column repeats `strike`. */
export function relativePrices(price: Float64Array, strike: Float64Array): Float64Array {
  return price.map((money, cell) => money / strike[cell % strike.length]);
}

function writeStandardised(column: Float64Array, scale: ColumnScale | undefined, to: Float32Array): void {
  const { mean, sd } = scale ?? { mean: 0, sd: 0 };
  if (sd === 0) {
    to.fill(0);
    return;
  }
  for (let path = 0; path < column.length; path++) {
    const value = (column[path] - mean) / sd;
    to[path] = Number.isNaN(value) ? 0 : Math.min(widestColumn, Math.max(-widestColumn, value));
  }
}
