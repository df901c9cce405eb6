import type { Bars } from '../../../src/market/bars.ts';
import type { FeatureSources } from '../../../src/market/features/sources.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { sampleBars } from '../sample-bars.ts';

/** Every source, with a figure on each day of the bars: quotes, two assets, and columns of the user's. */
export function sampleSources({ dates }: Bars): FeatureSources {
  const noise = (name: string, make: (normal: number) => number) => {
    const stream = createRandomStream(1, name);
    return { dates, values: Float64Array.from(dates, () => make(stream.normal())) };
  };
  const vol = (name: string, level: number) => noise(name, (normal) => level * Math.exp(0.2 * normal));
  const asset = (seed: number) => ({ dates, values: sampleBars(dates.length, seed).close });
  return {
    impliedVol: vol('short', 0.2),
    impliedVolLong: vol('long', 0.22),
    putVol: vol('put', 0.26),
    callVol: vol('call', 0.18),
    assets: [asset(2), asset(3)],
    columns: {
      sentiment: { series: noise('sentiment', (normal) => normal), oldestDays: 10 },
      slow: { series: noise('slow', (normal) => normal), lagDays: 20, oldestDays: 10 },
      revised: { series: { ...noise('revised', (normal) => normal), publishedOn: dates }, oldestDays: 10 },
    },
  };
}
