import { logReturns } from '../bars.ts';
import type { Feature } from '../features.ts';
import { rollingLogVol } from './rolling.ts';

/**
 * Log of realised volatility: ½ ln(252 × mean r²) over the last `window` close-to-close log returns, no mean taken off.
 * A market that did not move is held at one basis point a day.
 */
export function logVolFeature(window: number): Feature {
  return {
    name: `logVol${window}`,
    warmup: window,
    compute(bars) {
      const squares = logReturns(bars).map((r) => r * r);
      return rollingLogVol(squares, window);
    },
  };
}
