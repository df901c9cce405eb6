import { describe, expect, it } from 'vitest';
import { stationaryDistribution } from '../../src/regimes/chain/markov-chain.ts';
import type { RegimeProbabilities } from '../../src/regimes/detector.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createHmmModel, type HmmModel } from '../../src/regimes/hmm/hmm-model.ts';
import { hmmStandardErrors } from '../../src/regimes/hmm/hmm-standard-errors.ts';
import { mostProbable } from '../../src/regimes/most-probable.ts';

/** The truth: regimes of daily returns by annualised volatility and mean, and how they follow each other. */
function trueModel(vols: readonly number[], transition: readonly number[], degrees: readonly number[]): HmmModel {
  const states = vols.length;
  const chain = { states, transition: Float64Array.from(transition) };
  const shares = stationaryDistribution(chain);
  const law = degrees.length > 0 ? 'student-t' : 'normal';
  const means = vols.map((_, k) => (k === 0 ? 0.0006 : -0.0005 * k));
  // Of Student-t laws the volatility is that of the returns, hence a smaller scale.
  const scales = vols.map((vol, k) => (vol ** 2 / 252) * (law === 'normal' ? 1 : (degrees[k] - 2) / degrees[k]));
  return createHmmModel({
    features: ['return'],
    standardiser: { location: Float64Array.of(0), scale: Float64Array.of(0.01) },
    hmm: {
      ...chain,
      dimensions: 1,
      law,
      covariance: 'diagonal',
      start: shares,
      means: Float64Array.from(means, (mean) => mean / 0.01),
      variances: Float64Array.from(scales, (scale) => scale / 1e-4),
      degrees: Float64Array.from(degrees),
    },
    chain: 'free',
    states: vols.map((volAnnual, k) => ({ volAnnual, meanDaily: means[k], share: shares[k] })),
    fit: { logLikelihood: 0, rows: 0, parameters: 0, aic: 0, bic: 0, iterations: 0, converged: true },
  });
}

const two = [0.985, 0.015, 0.03, 0.97];
const three = [0.985, 0.013, 0.002, 0.012, 0.976, 0.012, 0.002, 0.028, 0.97];

describe.each([
  ['normal, 2 regimes', trueModel([0.1, 0.28], two, [])],
  ['normal, 3 regimes', trueModel([0.08, 0.17, 0.4], three, [])],
  ['Student-t, 2 regimes', trueModel([0.1, 0.28], two, [5, 8])],
  ['Student-t, 3 regimes', trueModel([0.08, 0.17, 0.4], three, [6, 6, 6])],
])('a market of %s', (_, truth) => {
  const { law } = truth.parts.hmm;
  const states = truth.states.length;
  const past = truth.sample(8000, { seed: 1 });
  const { features } = past;
  const detector = createHmmDetector({ states, features: ['return'], law, restarts: 5 });
  const fitted = detector.fit(features, { seed: 1, returns: features.columns[0] });
  const future = truth.sample(30_000, { seed: 2 });
  const labels = (model: HmmModel) => mostProbable(model.filter(future.features));
  const accuracy = (model: HmmModel) =>
    labels(model).filter((label, t) => label === future.labels[t]).length / future.labels.length;

  it('is filtered within a point as well as by who knows the true parameters', () => {
    expect(accuracy(truth)).toBeGreaterThan(0.75);
    expect(accuracy(fitted)).toBeGreaterThan(accuracy(truth) - 0.01);
  });

  it('has its parameters within 3 standard errors', () => {
    const errors = hmmStandardErrors(fitted, features);
    const within = (name: string, estimate: number, own: number, error: number) =>
      expect(Math.abs(estimate - own) / error, `${name}: ${estimate} against ${own} ± ${error}`).toBeLessThan(3);
    for (let k = 0; k < states; k++) {
      within(`mean ${k}`, fitted.means[k][0], truth.means[k][0], errors.means[k][0]);
      // Squared scales: their errors are as large a share of them as those of the variances at given ν.
      const [scale, own] = [fitted, truth].map((m) => m.parts.hmm.variances[k] * m.parts.standardiser.scale[0] ** 2);
      within(`variance ${k}`, scale, own, (errors.variances[k][0] * scale) / fitted.variances[k][0]);
      for (let j = 0; j < states; j++) {
        if (Number.isNaN(errors.transition[k][j])) continue;
        within(`move ${k} to ${j}`, fitted.transition[k][j], truth.transition[k][j], errors.transition[k][j]);
      }
      if (law === 'student-t') {
        // The likelihood is steep below and flat above: the logarithm is nearer normal.
        const relative = errors.degrees[k] / fitted.degrees[k];
        within(`degrees ${k}`, Math.log(fitted.degrees[k]), Math.log(truth.degrees[k]), relative);
      }
    }
  });

  it('has probabilities that mean what they say', () => {
    for (const { stated, happened, days } of reliability(fitted.filter(future.features), future.labels)) {
      if (days < 600) continue;
      expect(Math.abs(stated - happened), `${days} days at ${stated}: ${happened}`).toBeLessThan(0.03);
    }
  });
});

/** The reliability curve (Murphy and Winkler 1977) of all regimes together, in tenths. */
function reliability({ columns, rows }: RegimeProbabilities, labels: Int32Array) {
  const bins = Array.from({ length: 10 }, () => ({ stated: 0, happened: 0, days: 0 }));
  columns.forEach((column, k) => {
    for (let t = 0; t < rows; t++) {
      const bin = bins[Math.min(9, Math.floor(10 * column[t]))];
      bin.stated += column[t];
      bin.happened += Number(labels[t] === k);
      bin.days++;
    }
  });
  return bins.map(({ stated, happened, days }) => ({ stated: stated / days, happened: happened / days, days }));
}
