import { describe, expect, it } from 'vitest';
import { chooseDetector, criterionChoices } from '../../../src/regimes/selection/choose-detector.ts';
import type { ScoredDetector } from '../../../src/regimes/selection/detector-comparison.ts';

const standing = (states: number, belowBest: number, standardError: number, switchesPerYear = 5) => ({
  states,
  belowBest,
  standardError,
  switchesPerYear,
});

describe('chooseDetector', () => {
  it('takes the fewest regimes within one standard error of the best', () => {
    expect(
      chooseDetector([standing(1, 0.3, 0.1), standing(2, 0.1, 0.09), standing(3, 0.05, 0.06), standing(4, 0, 0)]),
    ).toBe(2);
    expect(chooseDetector([standing(4, 0, 0), standing(2, 0.1, 0.1)])).toBe(1);
    expect(chooseDetector([standing(5, 0, 0)])).toBe(0);
  });

  it('breaks ties by switches, then by score, then by position', () => {
    expect(chooseDetector([standing(2, 0, 0, 9), standing(2, 0.1, 0.2, 4), standing(2, 0.3, 0.2, 1)])).toBe(1);
    expect(chooseDetector([standing(2, 0.1, 0.2), standing(2, 0, 0)])).toBe(1);
    expect(chooseDetector([standing(2, 0, 0), standing(2, 0, 0)])).toBe(0);
  });
});

describe('criterionChoices', () => {
  const row = (detector: string, states: number, figures: Partial<ScoredDetector>): ScoredDetector => ({
    detector,
    states,
    features: ['x'],
    outOfSample: 0,
    degreesOfFreedom: 8,
    belowBest: 0,
    standardError: 0,
    silhouette: undefined,
    switchesPerYear: 0,
    shortestExpectedDays: 0,
    smallestShare: 0,
    lowestAgreement: 0,
    chosen: false,
    ...figures,
  });

  it('asks each criterion of each detector on each set of features', () => {
    const choices = criterionChoices([
      row('hmm', 1, { belowBest: 3, aic: 9, bic: 9, icl: 5 }),
      row('hmm', 2, { belowBest: 2, aic: 8, bic: 7, icl: 6, silhouette: 0.1 }),
      row('hmm', 3, { belowBest: 2, aic: 7, bic: 8, icl: 9, silhouette: 0.3 }),
      row('kmeans', 2, { belowBest: 1, silhouette: 0.5 }),
      row('kmeans', 3, { belowBest: 0, silhouette: 0.4 }),
      row('kmeans', 4, { features: ['y'] }),
    ]);
    expect(choices).toEqual([
      { detector: 'hmm', features: ['x'], outOfSample: 2, aic: 3, bic: 2, icl: 1, silhouette: 3 },
      { detector: 'kmeans', features: ['x'], outOfSample: 3, silhouette: 2 },
      { detector: 'kmeans', features: ['y'], outOfSample: 4 },
    ]);
  });
});
