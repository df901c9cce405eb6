import type { Contract } from '../../contracts/contract.ts';
import type { ContractTerms } from '../../contracts/contract-terms.ts';
import { referenceLevel } from '../../contracts/reference-level.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { FrictionTerms } from '../../market/frictions/friction-terms.ts';
import type { Paths } from '../../market/paths.ts';
import { addInstruments } from '../../simulate/instruments/add-instruments.ts';
import type { InstrumentTerms } from '../../simulate/instruments/instrument-terms.ts';
import type { Market } from '../../simulate/market.ts';
import { signalsOf } from './input-names.ts';

/** What variance swaps are priced by. */
const varianceSwapSignals = ['variance', 'integratedVariance'];

/** The contract that a policy is trained to hedge. */
export interface TrainingContract {
  /** Levels are multiples of spot at writing. */
  readonly terms: ContractTerms;
  /** +1 when the desk owns the contract, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Hedging intervals from writing to expiry. */
  readonly steps: number;
  /** Trading days from one hedging decision to the next; 1 by default. */
  readonly daysPerStep?: number;
}

/** A hedge instrument beside the underlying, as a policy is trained on it. */
export interface TrainingInstrument {
  readonly terms: InstrumentTerms;
  /** None by default; those without a gradient are left out of training. */
  readonly frictions?: readonly FrictionTerms[];
  /** Units held by the reference hedge, around which bands lie and which corrections correct; 0 by default. */
  readonly reference?: number;
}

export interface TrainingTerms {
  readonly contract: TrainingContract;
  readonly underlying: Underlying;
  /** Frictions of the underlying; those without a gradient are left out of training (`trainingCosts`). */
  readonly frictions: readonly FrictionTerms[];
  /** Hedge instruments beside the underlying, in the order of holdings; none by default. */
  readonly instruments?: readonly TrainingInstrument[] | undefined;
  /** Whether the last holdings are sold at expiry, at a cost (default), or settled at their prices. */
  readonly unwinds?: boolean | undefined;
}

export interface BatchDraw {
  readonly paths: number;
  readonly seed: number;
  readonly stream: readonly (string | number)[];
  /** Number of the first path; 0 by default. */
  readonly firstPath?: number;
  /** Whether neighbouring paths mirror each other; by default where the market can and the number of paths is even. */
  readonly isPaired?: boolean;
}

/**
 * Draws the paths of a training's contract. Under Bachelier's model volatilities are in money: those of a lognormal market
 * times the price of the same step.
 *
 * @param columns inputs of a policy: the signals among them are drawn
 */
export function drawContracts(
  market: Market,
  { contract, underlying, instruments = [] }: Pick<TrainingTerms, 'contract' | 'underlying' | 'instruments'>,
  { paths, seed, stream, firstPath = 0, isPaired = market.mirrors && paths % 2 === 0 }: BatchDraw,
  columns: readonly string[] = [],
): Paths {
  const { terms, steps, daysPerStep } = contract;
  if (market.volUnit === 'normal' && underlying.model !== 'bachelier') {
    throw new RangeError(
      `the market ${market.name} quotes volatilities in money: expected an underlying of model 'bachelier', not '${underlying.model}'`,
    );
  }
  const pricedBy = instruments.some(({ terms: { kind } }) => kind === 'variance-swap') ? varianceSwapSignals : [];
  const request = {
    paths,
    steps,
    moneyness: referenceLevel(terms),
    seed,
    stream,
    firstPath,
    antithetic: isPaired,
    signals: [...new Set([...signalsOf(columns), ...pricedBy])],
    ...(daysPerStep !== undefined && { daysPerStep }),
  };
  const drawn = market.simulate(request);
  if (underlying.model === 'bachelier' && market.volUnit === 'lognormal') {
    const { spot, impliedVol } = drawn;
    for (let cell = 0; cell < spot.length; cell++) impliedVol[cell] *= spot[cell];
  }
  if (instruments.length === 0) return drawn;
  return addInstruments(
    drawn,
    instruments.map((each) => each.terms),
    underlying,
    { market, request },
  );
}

/** Columns of memory that a contract shows to policies. */
export function memoryOf(contract: Contract): number {
  return contract.run(new Float64Array([1]), 2).memory.length;
}
