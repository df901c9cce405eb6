import type { Feature } from '../features.ts';

const WINDOW = 252;

/**
 * Log of the close over the highest of the last 252 closes, today's included: 0 at a high, −0.22 after a fall of 20 %.
 * Before 252 closes are known the highest of those known is taken, so the feature has no warm-up.
 */
export const drawdownFeature: Feature = {
  name: 'drawdown',
  warmup: 0,
  compute({ close }) {
    const drawdown = new Float64Array(close.length);
    for (let t = 0; t < close.length; t++) {
      let highest = close[t];
      for (let i = Math.max(0, t - WINDOW + 1); i < t; i++) if (close[i] > highest) highest = close[i];
      drawdown[t] = Math.log(close[t] / highest);
    }
    return drawdown;
  },
};
