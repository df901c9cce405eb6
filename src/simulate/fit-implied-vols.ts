import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import type { ImpliedVolQuote } from './implied-vol-quotes.ts';

/** A model whose implied volatilities are to meet quotes, in coordinates of about the same sensitivity, such as logarithms. */
export interface VolModel {
  /** Where to begin; with several starting points the best end counts. */
  readonly starts: readonly (readonly number[])[];
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
  /** Step of the central differences by which slopes are taken; 1e-4 by default. */
  readonly difference?: number;
  /** Stops where coordinates move by less, or the error by less of itself; 1e-7 by default. */
  readonly tolerance?: number;
  /** Damping to begin with; 1e-3 by default. More where first steps would go far astray. */
  readonly damping?: number;
  /** Implied volatility of every quote handed in, in its order. */
  vols(coordinates: readonly number[]): ArrayLike<number>;
}

/** Iterations between two looks at whether anything still moves. */
const iterationsPerRound = 4;
const mostRounds = 20;

/**
 * Coordinates with the least weighted sum of squared errors, within bounds: Levenberg and Marquardt's method.
 *
 * @param quotes with a weight above 0 each
 */
export function fitImpliedVols(quotes: readonly ImpliedVolQuote[], model: VolModel): readonly number[] {
  let best: { readonly error: number; readonly coordinates: readonly number[] } | undefined;
  for (const start of model.starts) {
    const end = fitFrom(start, quotes, model);
    if (best === undefined || end.error < best.error) best = end;
  }
  if (best === undefined) throw new RangeError('starts is empty: expected a starting point or more');
  return best.coordinates;
}

function fitFrom(start: readonly number[], quotes: readonly ImpliedVolQuote[], model: VolModel) {
  const { lowest, highest, difference = 1e-4, tolerance = 1e-7, damping } = model;
  // In volatility points times the root of the weight: of the order of 1, as the method's damping expects.
  const scale = quotes.map(({ weight = 1 }) => 100 * Math.sqrt(weight));
  const data = { x: quotes.map((_, index) => index), y: quotes.map(({ impliedVol }, i) => scale[i] * impliedVol) };
  const parameterised = (coordinates: number[]) => {
    // Differences reach beyond the bounds.
    const held = coordinates.map((value, i) => Math.min(Math.max(value, lowest[i]), highest[i]));
    const vols = model.vols(held);
    return (index: number) => scale[index] * vols[index];
  };
  let coordinates = [...start];
  let error = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds; round++) {
    const { parameterValues, parameterError } = levenbergMarquardt(data, parameterised, {
      initialValues: coordinates,
      minValues: lowest,
      maxValues: highest,
      gradientDifference: difference,
      centralDifference: true,
      // What was learned about the damping is lost between rounds: a careful start is given more of them.
      maxIterations: round === 0 && damping !== undefined ? 3 * iterationsPerRound : iterationsPerRound,
      damping: round === 0 && damping !== undefined ? damping : 1e-3,
      errorTolerance: 1e-18,
    });
    const moved = Math.max(...parameterValues.map((value, i) => Math.abs(value - coordinates[i])));
    const gained = error - parameterError;
    coordinates = parameterValues;
    error = parameterError;
    if (moved < tolerance || gained <= tolerance * error) break;
  }
  return { error, coordinates };
}
