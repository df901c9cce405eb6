import { contractScale } from '../contracts/contract-scale.ts';
import type { ContractTerms } from '../contracts/contract-terms.ts';
import { createContract } from '../contracts/create-contract.ts';
import { referenceLevel } from '../contracts/reference-level.ts';
import type { Underlying } from '../contracts/underlying.ts';
import { spotAtWriting } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { hedgedContract } from './hedged-contract.ts';
import type { Hedger, HedgeView } from './hedger.ts';

/** The states that a policy is asked about: a contract, a market, and a grid of moneyness and time left. */
export interface PolicyMapRequest {
  /** Levels are multiples of spot at writing. */
  readonly contract: ContractTerms;
  /** +1 when the desk owns the contract, −1 when it has written it. */
  readonly position: 1 | -1;
  readonly underlying: Underlying;
  /** Proportional cost that the policy is told of, in basis points of the value traded. */
  readonly costBps: number;
  /** Hedging steps and years from writing to expiry. */
  readonly steps: number;
  readonly yearsAtWriting: number;
  /** Implied volatility: a decimal a year; under Bachelier's model a decimal too, of the contract's reference level. */
  readonly vol: number;
  /** Value of each signal that the policy reads. */
  readonly signals?: Readonly<Record<string, number>>;
  /** Price of the underlying over the contract's reference level: an option's strike. */
  readonly moneyness: readonly number[];
  /** Hedging steps to expiry, each from 1 to `steps`. */
  readonly stepsLeft: readonly number[];
}

/**
 * What a policy does, in units of the underlying per contract. Each figure has a row for each time left and a column for each
 * moneyness: that of time i and moneyness j stands at `i * moneyness.length + j`.
 */
export interface PolicyMap {
  readonly moneyness: readonly number[];
  readonly stepsLeft: readonly number[];
  readonly yearsLeft: readonly number[];
  /** Where a holding far below is traded to; −Infinity where it is left alone. */
  readonly lower: Float64Array;
  /** Where a holding far above is traded to; Infinity where it is left alone. */
  readonly upper: Float64Array;
  /** Where nothing held is traded to. */
  readonly fromFlat: Float64Array;
  /** The hedge of the contract's delta at implied volatility: Black and Scholes's, of a European option. */
  readonly delta: Float64Array;
}

/** Far from every hedge: so many times the largest delta of the map, and at least so many units. */
const reach = 3;

/**
 * Maps a policy, rule or network, by asking it: which holding does it want at each state when it holds nothing, far too little
 * and far too much? For policies that trade to the nearer edge of a band the last two are its edges; for those that trade to
 * one holding whatever they hold, both are that holding, and so they are for bands whose trades go to the centre.
 *
 * A policy with a memory is reset before each question: it answers as at writing. The past of a path-dependent contract is the
 * price at writing, all steps long, up to the step of the question.
 *
 * @throws InputError where a signal that the policy reads has no value, or one that it does not read has; RangeError on a grid
 *   out of range and from policies that do not know the contract
 * @example
 * const map = mapPolicy(createDeltaBandHedger({ halfWidth: 0.05 }), {
 *   contract: { type: 'call', strike: 1 }, position: -1, underlying: plainUnderlying(0), costBps: 10,
 *   steps: 21, yearsAtWriting: 21 / 252, vol: 0.2, moneyness: [0.95, 1, 1.05], stepsLeft: [21, 10, 1],
 * });
 * map.upper[1] - map.lower[1]; // 0.1
 */
export function mapPolicy(hedger: Hedger, request: PolicyMapRequest): PolicyMap {
  const { moneyness, stepsLeft, steps, yearsAtWriting } = request;
  checkRequest(request);
  checkSignals(hedger, request.signals ?? {});
  const columns = moneyness.length;
  const figure = () => new Float64Array(columns * stepsLeft.length);
  const map: PolicyMap = {
    moneyness: [...moneyness],
    stepsLeft: [...stepsLeft],
    yearsLeft: stepsLeft.map((left) => (yearsAtWriting * left) / steps),
    lower: figure(),
    upper: figure(),
    fromFlat: figure(),
    delta: figure(),
  };
  for (const [time, left] of stepsLeft.entries()) {
    const view = viewAt(request, steps - left);
    const delta = new Float64Array(columns);
    view.contract.delta(delta, view.impliedVol);
    for (let column = 0; column < columns; column++) delta[column] *= -request.position;
    const far = reach * Math.max(1, ...delta.map(Math.abs));
    const at = time * columns;
    map.delta.set(delta, at);
    map.fromFlat.set(ask(hedger, view, 0), at);
    map.lower.set(edgeFrom(hedger, view, -far), at);
    map.upper.set(edgeFrom(hedger, view, far), at);
  }
  return map;
}

/** Where the policy trades to from afar; infinite where it stays, from farther out too. */
function edgeFrom(hedger: Hedger, view: HedgeView, far: number): Float64Array {
  const edge = ask(hedger, view, far);
  if (!edge.includes(far)) return edge;
  const farther = 1000 * far;
  const other = ask(hedger, view, farther);
  return edge.map((holding, column) => {
    if (holding !== far) return holding;
    return other[column] === farther ? far * Number.POSITIVE_INFINITY : other[column];
  });
}

/** The holdings that the policy wants at every state of a view when it holds so much in all of them. */
function ask(hedger: Hedger, view: HedgeView, held: number): Float64Array {
  const target = new Float64Array(view.paths).fill(held);
  hedger.reset?.(view.paths);
  hedger.hedge({ ...view, holdings: [target.slice()] }, [target]);
  const bad = target.findIndex((holding) => !Number.isFinite(holding));
  if (bad >= 0) {
    throw new RangeError(
      `policy '${hedger.name}' wants to hold ${target[bad]} at a price of ${Number(view.prices[0][bad].toPrecision(8))}, ${view.steps - view.step} steps left: expected a finite holding`,
    );
  }
  return target;
}

/** The states of one time left, a path for each moneyness. */
function viewAt(request: PolicyMapRequest, step: number): HedgeView {
  const { contract: terms, position, underlying, costBps, steps, yearsAtWriting, moneyness, vol } = request;
  const paths = moneyness.length;
  const level = spotAtWriting * referenceLevel(terms);
  const strike = new Float64Array(paths).fill(level);
  const spot = Float64Array.from(moneyness, (ratio) => ratio * level);
  const impliedVol = new Float64Array(paths).fill(underlying.model === 'bachelier' ? vol * level : vol);
  const years = (yearsAtWriting * (steps - step)) / steps;
  const running = createContract(terms).run(contractScale(strike, terms), steps, yearsAtWriting);
  for (let past = 0; past < step; past++) running.observe(new Float64Array(paths).fill(spotAtWriting));
  running.observe(spot);
  const { signals = {} } = request;
  const contract = hedgedContract(terms, running, () => ({ underlying, spot, years }));
  // The books are worth what the contract is: nothing has been gained or lost so far.
  const wealth = new Float64Array(paths);
  contract.value(wealth, impliedVol);
  for (let path = 0; path < paths; path++) wealth[path] *= -position;
  return {
    step,
    steps,
    paths,
    contract,
    position,
    strike,
    yearsToExpiry: years,
    underlying,
    costBps,
    prices: [spot],
    impliedVol,
    holdings: [new Float64Array(paths)],
    instruments: [],
    wealth,
    signals: Object.fromEntries(
      Object.entries(signals).map(([name, value]) => [name, new Float64Array(paths).fill(value)]),
    ),
  };
}

function checkRequest({ moneyness, stepsLeft, steps, yearsAtWriting, vol, underlying }: PolicyMapRequest): void {
  requireCount('steps', steps);
  requirePositive('yearsAtWriting', yearsAtWriting);
  requirePositive('vol', vol);
  for (const ratio of moneyness) if (underlying.model !== 'bachelier') requirePositive('moneyness', ratio);
  for (const left of stepsLeft) {
    if (Number.isInteger(left) && left >= 1 && left <= steps) continue;
    throw new RangeError(
      `stepsLeft holds ${left}: expected whole numbers from 1 to ${steps}, the steps of the contract`,
    );
  }
}

function checkSignals({ name: policy, signals }: Hedger, given: Readonly<Record<string, number>>): void {
  const reads = `policy '${policy}' reads ${signals.length === 0 ? 'no signals' : signals.join(', ')}`;
  for (const name of Object.keys(given)) {
    if (signals.includes(name)) continue;
    const nearest = nearestWord(name, signals);
    throw new InputError(`signal '${name}': ${reads}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
  }
  const missing = signals.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new InputError(`${reads}: expected a value for ${missing.join(', ')}`);
}
