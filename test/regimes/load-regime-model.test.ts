import { describe, expect, it } from 'vitest';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import { loadRegimeModel } from '../../src/regimes/load-regime-model.ts';
import { createMixtureDetector } from '../../src/regimes/mixture/mixture-detector.ts';
import { InputError } from '../../src/support/input-error.ts';
import { drawTwoRegimes } from '../contracts/regime-detector-suite.ts';

const { features } = drawTwoRegimes(300);
const call = { seed: 1, returns: features.columns[0] };
const options = { states: 2, features: ['size'], restarts: 1 };
const kmeans = createKMeansDetector(options).fit(features, call).toJSON();
const hmm = createHmmDetector(options).fit(features, call).toJSON();
const heavy = createHmmDetector({ ...options, law: 'student-t' })
  .fit(features, call)
  .toJSON();
const mixture = createMixtureDetector(options).fit(features, call).toJSON();

describe('loadRegimeModel', () => {
  it.each([
    ['an unknown detector', { detector: 'oracle' }, /unknown sort "oracle": expected one of kmeans, hmm, mixture/],
    ['a name every object has', { detector: 'toString' }, /unknown sort "toString"/],
    ['a missing part', { ...kmeans, spread: undefined }, /'kmeans': spread: /],
    ['a value that is no number', { ...hmm, means: [0, null] }, /'hmm': means\.1: /],
    ['too few values', { ...hmm, transition: [1, 0] }, /transition has 2 values, expected 4/],
    ['a scale of zero', { ...kmeans, scale: [0] }, /'kmeans': scale\.0: .*>0/],
    ['a negative variance', { ...hmm, variances: [1, -1] }, /'hmm': variances hold -1 at number 1, expected >0/],
    [
      'probabilities of something else',
      { ...hmm, transition: [1, 0, 0.5, 0.4] },
      /'hmm': transition .* 0\.9, expected 1/,
    ],
    ['degrees of freedom of normal laws', { ...hmm, degrees: [5, 5] }, /'hmm': degrees has 2 values, expected 0/],
    ['too few degrees of freedom', { ...heavy, degrees: [5, 2] }, /'hmm': degrees \[5, 2\], expected 2\.1 or more/],
    ['label moves that do not add up', { ...mixture, counted: [1, 0, 0.5, 0.4] }, /'mixture': counted .* 0\.9/],
    ['a mixture with a chain', { ...mixture, chain: 'free' }, /'mixture': chain is 'free', expected independent/],
    ['a chain of independent rows', { ...hmm, chain: 'independent' }, /'hmm': chain is 'independent', expected free/],
    ['nothing', null as never, /unknown sort undefined/],
    ['too many values', { ...kmeans, centres: [1, 2, 3] }, /centres has 3 values, expected 2/],
  ])('refuses %s in one line', (_, json, message) => {
    expect(() => loadRegimeModel(json)).toThrow(InputError);
    expect(() => loadRegimeModel(json)).toThrow(message);
  });

  it('keeps the figures of the fit', () => {
    expect(loadRegimeModel(hmm)).toHaveProperty('fit', hmm.fit);
    expect(loadRegimeModel(kmeans)).toHaveProperty('inertia', kmeans.inertia);
  });
});
