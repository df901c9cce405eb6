import type { ContractTerms } from './contract-terms.ts';

/**
 * The level around which a contract lies, as a multiple of its scale: the strike of an option, the middle of several, 1
 * where the price at writing decides (floating lookbacks, variance swaps) or the middle is not above 0.
 *
 * @example
 * referenceLevel({ type: 'condor', strikes: [0.9, 0.95, 1.05, 1.1] }); // 1
 */
export function referenceLevel(terms: ContractTerms): number {
  const level = middleLevel(terms);
  return level > 0 ? level : 1;
}

function middleLevel(terms: ContractTerms): number {
  switch (terms.type) {
    case 'call':
    case 'put':
    case 'straddle':
    case 'digital':
    case 'asian':
    case 'barrier':
      return terms.strike;
    case 'strangle':
    case 'call-spread':
    case 'put-spread':
    case 'collar':
    case 'condor':
      return mean(terms.strikes);
    case 'piecewise-linear':
      return mean(terms.points.map(([price]) => price));
    case 'lookback':
      return terms.kind === 'fixed' ? terms.strike : 1;
    case 'forward-start':
      return terms.moneyness;
    case 'variance-swap':
      return 1;
    case 'book': {
      const weights = terms.legs.map(({ quantity }) => Math.abs(quantity));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return terms.legs.reduce((sum, { contract }, i) => sum + (weights[i] / total) * referenceLevel(contract), 0);
    }
  }
}

function mean(levels: readonly number[]): number {
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}
