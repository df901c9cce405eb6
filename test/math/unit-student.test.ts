import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf } from '../../src/math/normal.ts';
import { studentTwoSidedP } from '../../src/math/student-t.ts';
import { unitStudentLogDensity, unitStudentTable } from '../../src/math/unit-student.ts';

describe('unitStudentLogDensity', () => {
  // scipy.stats.t.logpdf(z √(ν/(ν−2)), ν) + ln √(ν/(ν−2)), SciPy 1.10.1.
  it.each([
    [3, -0.451582705289455, -2.43066509251695, -8.800357245080729],
    [7.5, -0.7970976401869581, -1.935855728038711, -11.577556946599323],
    [100, -0.9113371378842143, -1.7747807022682704, -26.294094394255737],
  ])('has the density of SciPy at %f degrees of freedom', (degrees, ...densities) => {
    const logDensity = unitStudentLogDensity(degrees);
    for (const [i, z] of [0, 1.3, 8].entries()) expect(logDensity(z * z)).toBeCloseTo(densities[i], 11);
  });

  it('is the standard normal without degrees of freedom', () => {
    expect(unitStudentLogDensity()(4)).toBeCloseTo(-0.5 * Math.log(2 * Math.PI) - 2, 14);
  });

  it('refuses degrees of freedom without a variance', () => {
    expect(() => unitStudentLogDensity(2)).toThrow('degreesOfFreedom is 2');
    expect(() => unitStudentTable(Number.NaN)).toThrow(RangeError);
  });
});

describe('unitStudentTable', () => {
  // scipy.stats.t.isf(norm.sf(z), ν) √((ν−2)/ν), SciPy 1.10.1; scaling for the cut tails changes these by 1e-5 at 4.
  it.each([
    [4, [0.38271690035412786, 0.8072519309584198, 4.681192540212516, 166.0421205275747]],
    [8, [0.4504207936994207, 0.9236407073692711, 3.703672425213288, 25.40850516135339]],
    [30, [0.4881180504920077, 0.9824639011162782, 3.1594426917777434, 8.164630375802908]],
  ])('has the quantiles of SciPy at %i degrees of freedom', (degrees, quantiles) => {
    const { values, origin, inverseStep } = unitStudentTable(degrees);
    [0.5, 1, 3, 6].forEach((z, i) => {
      expect(Math.abs(values[(z - origin) * inverseStep] / quantiles[i] - 1)).toBeLessThan(degrees === 4 ? 2e-5 : 1e-7);
    });
  });

  it.each([2.1, 3, 5, 50, 1000])('is odd, rising and of unit variance at %f degrees of freedom', (degrees) => {
    const { values, origin, inverseStep } = unitStudentTable(degrees);
    const last = values.length - 1;
    let variance = 0;
    let fourth = 0;
    values.forEach((value, i) => {
      expect(value === -values[last - i]).toBe(true);
      if (i > 0) expect(value).toBeGreaterThan(values[i - 1]);
      variance += (value * value * normalPdf(origin + i / inverseStep)) / inverseStep;
      fourth += (value ** 4 * normalPdf(origin + i / inverseStep)) / inverseStep;
    });
    expect(variance).toBeCloseTo(1, 12);
    if (degrees >= 50) expect(fourth).toBeCloseTo(3 + 6 / (degrees - 4), 6);
  });

  it('interpolates between its entries as stated', () => {
    for (const [degrees, tolerance] of [
      [2.1, 1e-6],
      [5, 1e-8],
    ]) {
      const { values, origin, inverseStep } = unitStudentTable(degrees);
      const toStudent = Math.sqrt(degrees / (degrees - 2));
      // Scaled for its cut tails: undone by the entry at 1.
      const known = (z: number) => studentTwoSidedP(z * toStudent, degrees) / (2 * normalCdf(-1));
      const one = values[(1 - origin) * inverseStep];
      let [low, high] = [0.5 * one, 2 * one];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (known(middle) > 1) low = middle;
        else high = middle;
      }
      const scale = one / low;
      for (let z = 0.1; z < 6; z += 0.37) {
        const place = (z - origin) * inverseStep;
        const i = Math.floor(place) - 1;
        const t = place - i;
        const [a, b, c, d] = values.subarray(i, i + 4);
        const value = ((b * (t - 2) - c * (t - 1)) * t * (t - 3)) / 2 + ((d * t - a * (t - 3)) * (t - 1) * (t - 2)) / 6;
        // An error in probability, relative, is that in the value times z f/P, which is about ν in the tail.
        const probability = studentTwoSidedP((value / scale) * toStudent, degrees) / (2 * normalCdf(-z));
        expect(Math.abs(probability - 1)).toBeLessThan(tolerance * degrees);
      }
    }
  });
});
