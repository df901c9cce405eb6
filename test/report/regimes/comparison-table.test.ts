import { describe, expect, it } from 'vitest';
import type { DetectorComparison, ScoredDetector } from '../../../src/regimes/selection/detector-comparison.ts';
import { renderDetectorComparison } from '../../../src/report/regimes/comparison-table.ts';

const row = (detector: string, states: number, figures: Partial<ScoredDetector>): ScoredDetector => ({
  detector,
  states,
  features: ['return'],
  outOfSample: 3.2,
  belowBest: 0,
  standardError: 0,
  degreesOfFreedom: 8,
  silhouette: 0.25,
  switchesPerYear: 7.25,
  shortestExpectedDays: 40.2,
  smallestShare: 0.314,
  lowestAgreement: 0.854,
  chosen: false,
  ...figures,
});
const comparison: DetectorComparison = {
  days: 4105,
  rows: [
    row('hmm', 1, {
      belowBest: 0.3,
      standardError: 0.09,
      shortestExpectedDays: Number.POSITIVE_INFINITY,
      silhouette: undefined,
      aic: -1,
      bic: -30_296,
      icl: -30_296,
    }),
    row('hmm', 2, { belowBest: 0.0123, standardError: 0.02, chosen: true, aic: -2, bic: -32_289, icl: -31_197 }),
    row('hmm', 3, { aic: -3, bic: -32_666, icl: -30_666 }),
    row('kmeans', 2, { features: ['logVol5', 'drawdown'], belowBest: 0.1, standardError: 0.05 }),
    { detector: 'jump', states: 2, features: ['return'], chosen: false, refused: "feature 'return' is constant" },
  ],
  chosen: 1,
  reference: { outOfSample: 2.95, belowBest: 0.3, standardError: 0.09 },
  choices: [
    { detector: 'hmm', features: ['return'], outOfSample: 3, aic: 3, bic: 3, icl: 2, silhouette: 2 },
    { detector: 'kmeans', features: ['logVol5', 'drawdown'], outOfSample: 2, silhouette: 2 },
  ],
  dailyScores: [],
};
/** Words without the breaks between them. */
const words = (text: string) => text.split(/\s+/).join(' ');

describe('renderDetectorComparison', () => {
  const text = renderDetectorComparison(comparison, { width: 160 });
  const lines = text.split('\n');

  it('has a line for each candidate and one for no regimes', () => {
    const cells = (start: string) => lines.find((line) => line.startsWith(start))?.split(/ {2,}/);
    expect(cells('hmm *')).toEqual([
      'hmm *',
      '2',
      '3.2000',
      '0.0123',
      '0.0200',
      '8',
      '−2',
      '−32,289',
      '−31,197',
      '0.25',
      '7.3',
      '40.2',
      '31.4\u00a0%',
      '85\u00a0%',
    ]);
    expect(cells('hmm ')?.slice(0, 5)).toEqual(['hmm', '1', '3.2000', '0.3000', '0.0900']);
    expect(cells('hmm ')).toContain('∞');
    expect(cells('jump')).toEqual(['jump', '2', ...Array(12).fill('–')]);
    expect(cells('no regimes')).toEqual(['no regimes', '–', '2.9500', '0.3000', '0.0900']);
  });

  it('says what was chosen and why, what each criterion would take, and who refused', () => {
    expect(words(text)).toContain(
      'Chosen (*): hmm with 2 regimes: the simplest within one standard error of the best out of sample over 4,105 days, hmm with 3 regimes. It is 0.0123 ± 0.0200 nats a day below the best. No regimes at all: 0.3000 ± 0.0900 nats a day below the best.',
    );
    expect(words(text)).toContain(
      'Number of regimes by criterion, hmm on return: BIC 3, ICL 2, silhouette 2, out of sample 3.',
    );
    expect(text).not.toContain('by criterion, kmeans');
    expect(words(text)).toContain("jump, 2 regimes, refused the data: feature 'return' is constant");
  });

  it('says so when the best is chosen, and when regimes gain nothing', () => {
    const [, , best] = comparison.rows;
    const rows = [{ ...best, chosen: true } as ScoredDetector];
    const reference = { outOfSample: 3.19, belowBest: 0.01, standardError: 0.02 };
    const alone = words(renderDetectorComparison({ ...comparison, rows, chosen: 0, reference, choices: [] }));
    expect(alone).toContain('Chosen (*): hmm with 3 regimes: the best out of sample over 4,105 days');
    expect(alone).toContain(
      'No regimes at all: 0.0100 ± 0.0200 nats a day below the best, so that regimes are not shown to gain',
    );
    expect(words(text)).not.toContain('not shown to gain');
  });

  it('names the others that the days do not tell from the best', () => {
    const near = row('kmeans', 4, { belowBest: 0.001, standardError: 0.002 });
    const own = renderDetectorComparison({ ...comparison, rows: [...comparison.rows, near] });
    expect(words(own)).toContain('Within one standard error too: kmeans (return) with 4 regimes.');
    expect(words(text)).not.toContain('error too');
  });

  it('tells apart detectors of one name by their features', () => {
    const rows = [row('hmm', 2, { chosen: true }), row('hmm', 2, { features: ['return', 'logVol5'] })];
    const own = renderDetectorComparison({ ...comparison, rows, chosen: 0, choices: [] });
    expect(own).toContain('hmm (return) *');
    expect(own).toContain('hmm (return, logVol5)');
  });

  it.each([50, 60, 80, 100])('fits %i columns and ends no line with a blank', (width) => {
    const own = renderDetectorComparison(comparison, { width });
    for (const line of own.split('\n')) {
      expect(line.length).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/ $/);
    }
    for (const kept of ['detector', 'states', 'below', '± s.e.']) expect(own).toContain(kept);
    expect(own).not.toContain('NaN');
  });
});
