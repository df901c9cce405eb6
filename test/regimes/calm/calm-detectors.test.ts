import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../../src/market/features.ts';
import { calmRegimes } from '../../../src/regimes/calm/calm-regimes.ts';
import type { CalmRule } from '../../../src/regimes/calm/calm-rule.ts';
import { hysteresis } from '../../../src/regimes/calm/hysteresis.ts';
import { minimumDwell } from '../../../src/regimes/calm/minimum-dwell.ts';
import { persistence } from '../../../src/regimes/calm/persistence.ts';
import { probabilityThreshold } from '../../../src/regimes/calm/probability-threshold.ts';
import { wrapDetector } from '../../../src/regimes/calm/wrap-detector.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { loadRegimeModel } from '../../../src/regimes/load-regime-model.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeRegimeDetector, drawTwoRegimes } from '../../contracts/regime-detector-suite.ts';

const own = ['return', 'size'];
const kmeans = (states: number) => createKMeansDetector({ states, features: own, restarts: 2 });
const hmm = (states: number) => createHmmDetector({ states, features: own, restarts: 1 });

const lists: readonly (readonly [string, readonly CalmRule[]])[] = [
  ['minimum dwell', [minimumDwell(5)]],
  ['hysteresis', [hysteresis({ enter: 0.6, leave: 0.3 })]],
  ['persistence', [persistence({ halfLifeDays: 3 })]],
  ['a probability threshold', [probabilityThreshold(0.7)]],
];
for (const [name, rules] of lists) {
  describeRegimeDetector(`K-Means with ${name}`, (states) => wrapDetector(kmeans(states), rules));
  describeRegimeDetector(`hidden Markov model with ${name}`, (states) => wrapDetector(hmm(states), rules));
}

describe('wrapDetector', () => {
  const { features } = drawTwoRegimes(900);
  const call = { seed: 3, returns: features.columns[0] };
  const rules = [persistence({ halfLifeDays: 2 }), minimumDwell(8)];
  const detector = wrapDetector(kmeans(2), rules);
  const model = detector.fit(features, call);

  it('does with the model underneath what calmRegimes does, from the first complete row on', () => {
    const rest = sliceFeatures(features, 5, 900);
    const { labels, report } = calmRegimes(model.inner.filter(rest), rules);
    expect(mostProbable(model.filter(features)).slice(5)).toEqual(labels);
    expect(model.report(features)).toEqual(report);
    expect(report.removed).toBeGreaterThan(5);
    expect(report.switchesAfter).toBeGreaterThan(3);
    expect(model.report(sliceFeatures(features, 0, 4)).switchesAfter).toBe(0);
  });

  it('does not start in the regime with the largest share', () => {
    // Before row 5 there is nothing to judge by: no dwell counts, and the first judged row is followed.
    const late = { ...features, columns: features.columns.map((column) => column.slice()) };
    for (const column of late.columns) column.fill(Number.NaN, 0, 40);
    const raw = mostProbable(model.inner.filter(late));
    const shares = model.states.map(({ share }) => share);
    expect(raw[40]).not.toBe(shares.indexOf(Math.max(...shares)));
    expect(mostProbable(model.filter(late))[40]).toBe(raw[40]);
  });

  it('counts how the calmed labels follow each other', () => {
    const raw = model.inner.transition;
    for (let k = 0; k < 2; k++) expect(model.transition[k][k]).toBeGreaterThan(raw[k][k]);
    const labels = mostProbable(model.filter(features));
    let [from, stayed] = [0, 0];
    for (let t = 6; t < 900; t++) {
      if (labels[t - 1] !== 0 || t === 400 || t === 401) continue;
      from++;
      if (labels[t] === 0) stayed++;
    }
    expect(model.transition[0][0]).toBeCloseTo((stayed + 0.5) / (from + 1), 12);
  });

  it('starts from an earlier model of the detector itself too, and from one of other rules', () => {
    const plain = kmeans(2).fit(features, call);
    const other = wrapDetector(kmeans(2), [minimumDwell(3)]).fit(features, call);
    const text = JSON.stringify(detector.fit(features, { ...call, previous: model }));
    for (const previous of [plain, other])
      expect(JSON.stringify(detector.fit(features, { ...call, previous }))).toBe(text);
    expect(() => wrapDetector(hmm(2), rules).fit(features, { ...call, previous: model })).toThrow(
      /previous is a model 'kmeans'/,
    );
  });

  it('gives a regime that the rules never let in the figures of all days, and the last place', () => {
    // One wild day is a cluster of its own, which persistence does not follow.
    const wild = sliceFeatures(features, 0, 900);
    wild.columns[0][500] = 50;
    const alone = createKMeansDetector({ states: 2, features: ['return'], restarts: 5 });
    const { inner, states, filter } = wrapDetector(alone, rules).fit(wild, { ...call, returns: wild.columns[0] });
    expect(mostProbable(inner.filter(wild))[500]).toBe(1);
    expect(states.map(({ share }) => share)).toEqual([1, 0]);
    expect(states[1].volAnnual).toBe(states[0].volAnnual);
    expect(Math.max(...filter(wild).columns[1])).toBe(0);
  });

  it('calms a calmed detector', () => {
    const twice = wrapDetector(wrapDetector(kmeans(2), [minimumDwell(4)]), [minimumDwell(20)]);
    const fitted = twice.fit(features, call);
    expect(fitted.inner.inner.detector).toBe('kmeans');
    expect(fitted.report(features).switchesBefore).toBe(fitted.inner.report(features).switchesAfter);
    const loaded = loadRegimeModel(JSON.parse(JSON.stringify(fitted)));
    expect(loaded.filter(features)).toEqual(fitted.filter(features));
    expect(JSON.stringify(twice.fit(features, { ...call, previous: fitted }))).toBe(
      JSON.stringify(twice.fit(features, { ...call, previous: loaded })),
    );
  });

  it('wants a rule', () => {
    expect(() => wrapDetector(kmeans(2), [])).toThrow(/rules is empty/);
  });

  it.each([
    ['a rule out of range', { rules: [{ rule: 'minimumDwell', days: 0.5 }] }, /'calm': rules\.0\.days: /],
    ['no rule', { rules: [] }, /'calm': rules: /],
    ['too few regimes', { states: [] }, /'calm': states/],
    ['other regimes than underneath', { states: [model.states[0]] }, /states has 1 values, expected 2/],
    ['too few transitions', { transition: [1, 0] }, /transition has 2 values, expected 4/],
    ['a transition that does not add up', { transition: [1, 0, 0.5, 0.4] }, /0\.9, expected 1/],
    ['an unknown detector underneath', { inner: { detector: 'oracle' } }, /unknown sort "oracle"/],
    ['nothing underneath', { inner: null }, /'calm': inner/],
  ])('refuses saved data with %s in one line', (_, part, message) => {
    const attempt = () => loadRegimeModel({ ...model.toJSON(), ...part });
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  });
});
