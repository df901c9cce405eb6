import { sumGreeks } from '../../contracts/sum-greeks.ts';
import type { FormulaPrice } from './formula.ts';

/** A contract held so many times. */
export interface Position {
  readonly quantity: number;
  readonly greeks: FormulaPrice;
}

/** Whether a formula was found for what is held. */
export function isPriced(held: Pick<Position, 'quantity'> & Partial<Position>): held is Position {
  return held.greeks !== undefined;
}

/** Several positions held at once: approximate where one of them is. */
export function sumOf(positions: readonly Position[]): FormulaPrice {
  const isApproximate = positions.some(({ greeks }) => greeks.method === 'approximation');
  return {
    ...sumGreeks(positions),
    method: isApproximate ? 'approximation' : 'closed-form',
    formula: [...new Set(positions.map(({ greeks }) => greeks.formula))].join('; '),
  };
}
