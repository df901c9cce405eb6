import type { Feature } from '../features.ts';

const WINDOW = 21;

/**
 * Log of the day's volume over the mean volume of the last 21 days, today's included. 0 on a day whose volume is
 * missing or zero; such days are left out of the mean.
 */
export const volumeChangeFeature: Feature = {
  name: 'volumeChange',
  warmup: WINDOW - 1,
  compute({ volume }) {
    const change = new Float64Array(volume.length).fill(Number.NaN);
    for (let t = WINDOW - 1; t < volume.length; t++) {
      let sum = 0;
      let days = 0;
      for (let i = t - WINDOW + 1; i <= t; i++) {
        if (!(volume[i] > 0)) continue;
        sum += volume[i];
        days++;
      }
      change[t] = volume[t] > 0 ? Math.log((volume[t] * days) / sum) : 0;
    }
    return change;
  },
};
