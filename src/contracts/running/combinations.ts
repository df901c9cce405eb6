import type { CombinationTerms, PiecewiseLinearTerms } from '../contract-terms.ts';

/**
 * A named combination of calls and puts as a payoff of straight pieces.
 *
 * - straddle: call and put at the strike.
 * - strangle: put at the lower strike, call at the upper.
 * - call-spread: call bought at the lower strike, call written at the upper.
 * - put-spread: put bought at the upper strike, put written at the lower.
 * - collar: put bought at the lower strike, call written at the upper (the options alone, without the shares).
 * - condor: calls bought at the outer strikes, written at the inner ones.
 *
 * @example
 * combinationPieces({ type: 'straddle', strike: 1 });
 * // { type: 'piecewise-linear', points: [[1, 0]], leftSlope: -1, rightSlope: 1 }
 */
export function combinationPieces(terms: CombinationTerms): PiecewiseLinearTerms {
  switch (terms.type) {
    case 'straddle':
      return pieces(-1, [[terms.strike, 0]], 1);
    case 'strangle':
      return pieces(
        -1,
        [
          [terms.strikes[0], 0],
          [terms.strikes[1], 0],
        ],
        1,
      );
    case 'collar':
      return pieces(
        -1,
        [
          [terms.strikes[0], 0],
          [terms.strikes[1], 0],
        ],
        -1,
      );
    case 'call-spread': {
      const [low, high] = terms.strikes;
      return pieces(
        0,
        [
          [low, 0],
          [high, high - low],
        ],
        0,
      );
    }
    case 'put-spread': {
      const [low, high] = terms.strikes;
      return pieces(
        0,
        [
          [low, high - low],
          [high, 0],
        ],
        0,
      );
    }
    case 'condor': {
      const [first, second, third, fourth] = terms.strikes;
      const top = second - first;
      return pieces(
        0,
        [
          [first, 0],
          [second, top],
          [third, top],
          [fourth, top - (fourth - third)],
        ],
        0,
      );
    }
  }
}

function pieces(leftSlope: number, points: PiecewiseLinearTerms['points'], rightSlope: number): PiecewiseLinearTerms {
  return { type: 'piecewise-linear', points, leftSlope, rightSlope };
}
