import { describe, expect, it } from 'vitest';
import type { PathOutcome } from '../../../src/backtest/compare-on-paths.ts';
import { describeObjective } from '../../../src/report/describe-run.ts';
import { renderLearningCurve } from '../../../src/report/policy/learning-curve.ts';
import { renderPathTest } from '../../../src/report/policy/path-test-table.ts';
import { keptAt, trainingCsv } from '../../../src/report/policy/training-csv.ts';
import { curve, xmlFaults } from './fake-training.ts';

describe('trainingCsv', () => {
  it('has a row per step, with the validations where they were made', () => {
    const rows = trainingCsv(curve, 10).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + 26);
    expect(rows[1]).toBe('0,,2,');
    expect(rows[2]).toBe('1,2,,0.01');
    expect(rows[11]).toBe('10,1.1,1.2,0.001');
    expect(rows[21]).toBe('20,1.05,1.1,0.0005');
    expect(rows[26]).toBe('25,1.04,1.15,0.0004');
  });

  it('leaves what was not finite or never measured empty', () => {
    const validations = Float64Array.of(Number.POSITIVE_INFINITY);
    const rows = trainingCsv({ ...curve, validations }, 10).split('\n');
    expect(rows[1]).toBe('0,,,');
    expect(rows[11]).toBe('10,1.1,,0.001');
  });
});

describe('keptAt', () => {
  it('is the lowest validation that is known', () => {
    const validations = Float64Array.of(Number.NaN, 1.2, 1.1, 1.15);
    expect(keptAt({ ...curve, validations }, 10)).toEqual({ step: 20, value: 1.1 });
  });
});

describe('renderLearningCurve', () => {
  const options = { title: 'a <call>', criterion: 'CVaR 95 %, % of spot', validateEvery: 10 };

  it('is an SVG file that stands alone, the same each time', () => {
    const picture = renderLearningCurve(curve, { ...options, levels: [{ name: 'delta, test', value: 1.22 }] });
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(xmlFaults(picture)).toEqual([]);
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
    expect(picture).toContain('a &lt;call&gt;: weights kept at step 20');
    expect(picture).toContain('>delta, test<');
    expect(renderLearningCurve(curve, { ...options, levels: [{ name: 'delta, test', value: 1.22 }] })).toBe(picture);
  });

  it('leaves out levels far off, and draws trainings of one step or without validation', () => {
    expect(renderLearningCurve(curve, { ...options, levels: [{ name: 'none', value: 40 }] })).not.toContain('>none<');
    const one = {
      steps: 1,
      losses: Float64Array.of(3),
      learningRates: Float64Array.of(1),
      validations: Float64Array.of(),
    };
    for (const few of [
      one,
      { ...one, validations: Float64Array.of(Number.POSITIVE_INFINITY, 2) },
      { ...one, steps: 0, losses: Float64Array.of() },
    ]) {
      const picture = renderLearningCurve(few, options);
      expect(picture).not.toMatch(/NaN|undefined|Infinity/);
      expect(xmlFaults(picture)).toEqual([]);
    }
  });
});

describe('renderPathTest', () => {
  const outcome = (name: string, value: number): PathOutcome => ({
    name,
    objective: { value, stderr: 0.0123, low: value, high: value },
    versusFirst: { value: value - 12.5, stderr: 0.004, low: 0, high: 0 },
    mean: -0.387,
    sd: 1.577,
    cost: 0.395,
    trades: 216.7,
  });

  it('ranks policies, the first with nothing against itself, in 80 columns', () => {
    const objective = describeObjective({ criterion: 'variance' });
    const text = renderPathTest([outcome('deep-ensemble', 12.5), outcome('delta-band', 12.1), outcome('delta', 13)], {
      objective,
      width: 80,
      drawn: '100 test paths.',
    });
    const lines = text.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.slice(2, 5).map((line) => line.split(' ')[0])).toEqual(['delta-band', 'deep-ensemble', 'delta']);
    expect(lines[2]).toMatch(/12\.1000 +0\.0123 +−0\.4000 +0\.0040/);
    expect(lines[3]).toMatch(/^deep-ensemble +12\.5000 +0\.0123 +−0\.387/);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Objective: variance, (% of spot)² at writing; lower is better; against: less that of deep-ensemble, on the same paths. 100 test paths.',
    );
  });
});
