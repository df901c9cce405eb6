import { describe, expect, it } from 'vitest';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import type { FeatureSources } from '../../src/market/features/sources.ts';
import type { PublishedSeries } from '../../src/market/join-published.ts';
import { flatBars, sampleBars } from '../market/sample-bars.ts';
import { alterAfter, expectSameBits, expectWarmup, scalePrices } from './feature-suite.ts';

const ROWS = 400;
const CUTS = [0, 1, 5, 62, 63, 64, 200, 398];

export interface SourcedColumn {
  readonly compute: (bars: Bars, sources: FeatureSources) => Float64Array;
  /** Sources for bars of so many days, with a figure on every one of them. */
  readonly sources: (bars: Bars) => FeatureSources;
  /** Rows at the start that hold NaN. */
  readonly warmup: number;
}

/** What a source loses when it is handed over: keeps the figures for which `keep` holds, by their day of publication. */
type Change = (series: PublishedSeries, keep: (published: string) => boolean) => PublishedSeries;

const drop: Change = ({ dates, values, publishedOn }, keep) => {
  const rows = dates.map((_, row) => row).filter((row) => keep((publishedOn ?? dates)[row]));
  return {
    dates: rows.map((row) => dates[row]),
    values: Float64Array.from(rows, (row) => values[row]),
    ...(publishedOn === undefined ? {} : { publishedOn: rows.map((row) => publishedOn[row]) }),
  };
};
const alter: Change = ({ dates, values, publishedOn }, keep) => ({
  dates,
  publishedOn,
  values: values.map((value, row) => (keep((publishedOn ?? dates)[row]) ? value : value * 3 + 1)),
});
const erase: Change = ({ dates, values, publishedOn }, keep) => ({
  dates,
  publishedOn,
  values: values.map((value, row) => (keep((publishedOn ?? dates)[row]) ? value : Number.NaN)),
});

/**
 * What every column computed from bars and dated sources is held to: one value a bar, causal to the bit in bars and
 * sources alike, NaN where a source is missing and finite where it is not.
 */
export function describeSourcedColumn(name: string, { compute, sources: make, warmup }: SourcedColumn): void {
  describe(name, () => {
    const bars = sampleBars(ROWS);
    const sources = make(bars);
    const whole = compute(bars, sources);

    it('gives one value a bar: NaN in the warm-up, finite after it', () => {
      expect(whole).toHaveLength(ROWS);
      expectWarmup(whole, warmup);
    });

    it('depends on the past alone when later rows are dropped', () => {
      for (const t of CUTS) {
        expectSameBits(compute(sliceBars(bars, 0, t + 1), sources), whole, t);
        expectSameBits(compute(bars, changeSources(sources, drop, bars.dates[t])), whole, t);
        const past = changeSources(sources, drop, bars.dates[t]);
        expectSameBits(compute(sliceBars(bars, 0, t + 1), past), whole, t);
      }
    });

    it('depends on the past alone when later rows are altered', () => {
      for (const t of CUTS) {
        expectSameBits(compute(alterAfter(bars, t, 3), sources), whole, t);
        expectSameBits(compute(alterAfter(bars, t, Number.NaN), sources), whole, t);
        expectSameBits(compute(bars, changeSources(sources, alter, bars.dates[t])), whole, t);
        expectSameBits(compute(bars, changeSources(sources, erase, bars.dates[t])), whole, t);
      }
    });

    it('reads its sources: what is altered shows', () => {
      const altered = compute(bars, changeSources(sources, alter, bars.dates[ROWS - 100]));
      expect(altered.slice(ROWS - 100)).not.toEqual(whole.slice(ROWS - 100));
    });

    it('gives the same bits again and leaves bars and sources as they were', () => {
      const kept = structuredClone({ bars, sources });
      expectSameBits(compute(bars, sources), whole, ROWS - 1);
      expect({ bars, sources }).toEqual(kept);
    });

    it('is NaN where its sources are silent for long, and as before where they are not', () => {
      const silent = compute(bars, changeSources(sources, erase, bars.dates[100]));
      expect(silent[300]).toBeNaN();
      const from = changeSources(sources, (series, keep) => drop(series, (day) => !keep(day)), bars.dates[100]);
      expect(compute(bars, from)[100]).toBeNaN();
      expect(compute(bars, from)[ROWS - 1]).toBeCloseTo(whole[ROWS - 1], 12);
    });

    it('stays finite in a market that does not move', () => {
      expectWarmup(compute(flatBars(ROWS), sources), warmup);
    });

    it('does not depend on the unit of the prices, nor on opens and volumes', () => {
      const scaled = compute(scalePrices(bars, 1000), sources);
      for (let t = warmup; t < ROWS; t++) expect(scaled[t]).toBeCloseTo(whole[t], 9);
      const gone = new Float64Array(ROWS).fill(Number.NaN);
      expectSameBits(compute({ ...bars, open: gone, volume: gone }, sources), whole, ROWS - 1);
    });

    it('takes a history shorter than its window, and sources without a figure', () => {
      expect(compute(sliceBars(bars, 0, 0), sources)).toHaveLength(0);
      expect(compute(sliceBars(bars, 0, 1), sources)).toHaveLength(1);
      const empty = changeSources(sources, (series) => drop(series, () => false), '');
      expect(compute(bars, empty).every(Number.isNaN)).toBe(true);
    });
  });
}

/** All sources with what was published after a day changed. */
function changeSources(sources: FeatureSources, change: Change, lastDay: string): FeatureSources {
  const changed = <S extends PublishedSeries>(series: S): S => ({
    ...series,
    ...change(series, (published) => published <= lastDay),
  });
  const { assets, columns, ...quotes } = sources;
  return {
    ...Object.fromEntries(Object.entries(quotes).map(([name, series]) => [name, changed(series!)])),
    ...(assets && { assets: assets.map(changed) }),
    ...(columns && {
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [name, { ...column, series: changed(column.series) }]),
      ),
    }),
  };
}
