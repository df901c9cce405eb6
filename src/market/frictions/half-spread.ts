import { requireNonNegative } from '../../support/require.ts';
import { bpsInWhole, type Friction } from './friction.ts';
import type { HalfSpreadTerms } from './friction-terms.ts';

/**
 * Half of the bid–ask spread: what a market order pays over the middle price, halfSpreadBps / 10 000 × |quantity ×
 * price|.
 *
 * @throws RangeError unless one of `halfSpreadBps` (a finite number >= 0) and `signal` (a name) is given; later, where
 *   something is traded while the signal is not a finite number >= 0
 */
export function halfSpread(terms: HalfSpreadTerms): Friction {
  const { kind, halfSpreadBps, signal } = terms;
  if ((halfSpreadBps === undefined) === (signal === undefined)) {
    const given = signal === undefined ? 'neither' : `${halfSpreadBps} and '${signal}'`;
    throw new RangeError(`halfSpreadBps and signal of '${kind}' are ${given}: expected one of the two`);
  }
  return signal === undefined ? constantHalfSpread(halfSpreadBps as number) : quotedHalfSpread(signal);
}

function constantHalfSpread(halfSpreadBps: number): Friction {
  requireNonNegative("halfSpreadBps of 'half-spread'", halfSpreadBps);
  const share = halfSpreadBps / bpsInWhole;
  return {
    kind: 'half-spread',
    description: `half-spread of ${halfSpreadBps} bps`,
    costBps: halfSpreadBps,
    addCost(cost, { quantity, price }) {
      for (let path = 0; path < cost.length; path++) cost[path] += share * Math.abs(quantity[path] * price[path]);
    },
  };
}

function quotedHalfSpread(signal: string): Friction {
  if (typeof signal !== 'string' || signal === '') {
    throw new RangeError(`signal of 'half-spread' is ${JSON.stringify(signal)}: expected the name of a signal`);
  }
  return {
    kind: 'half-spread',
    description: `half-spread from ${signal}`,
    signal,
    addCost(cost, { quantity, price, signals }) {
      const spread = signals[signal];
      for (let path = 0; path < cost.length; path++) {
        if (quantity[path] === 0) continue;
        if (!(spread[path] >= 0 && spread[path] < Number.POSITIVE_INFINITY)) {
          throw new RangeError(
            `signal '${signal}' is ${spread[path]} at a trade of path ${path}: expected a half-spread in basis points, a finite number >= 0`,
          );
        }
        cost[path] += (spread[path] / bpsInWhole) * Math.abs(quantity[path] * price[path]);
      }
    },
  };
}
