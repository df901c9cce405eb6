import { describe, expect, it } from 'vitest';
import { bartlettDifference, bartlettSlope } from '../../src/contracts/bartlett-slope.ts';
import { haganVol, type SabrShape } from '../../src/contracts/hagan.ts';

const cao: SabrShape = { beta: 1, correlation: -0.4, volOfVol: 0.6 };

/** Central difference along the expected move of α, with a step that suits doubles. */
function centralDifference(forward: number, strike: number, years: number, vol: number, shape: SabrShape): number {
  const { beta, correlation, volOfVol, shift = 0 } = shape;
  const h = 1e-4 * (forward + shift);
  const alpha = (correlation * volOfVol) / (forward + shift) ** beta;
  const at = (move: number) => haganVol(forward + move, strike, years, vol + alpha * move, shape);
  // Richardson's extrapolation of two differences.
  const d = (step: number) => (at(step) - at(-step)) / (2 * step);
  return (4 * d(h / 2) - d(h)) / 3;
}

describe('bartlettSlope', () => {
  it.each([
    [100, 100, 0.08, 0.2, cao],
    [100, 100.000001, 0.08, 0.2, cao],
    [100, 90, 0.08, 0.2, cao],
    [100, 130, 1, 0.2, cao],
    [100, 95, 0.5, 2, { beta: 0.5, correlation: -0.4, volOfVol: 0.6 }],
    [100, 120, 0.5, 20, { beta: 0, correlation: 0.3, volOfVol: 0.9 }],
    [0.01, 0.02, 2, 0.06, { beta: 0.5, correlation: -0.3, volOfVol: 0.4, shift: 0.03 }],
  ])('is the derivative of the formula at %d, %d, %d, %d, %j', (forward, strike, years, vol, shape) => {
    const slope = bartlettSlope(forward, strike, years, vol, shape);
    const difference = centralDifference(forward, strike, years, vol, shape);
    expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * Math.abs(difference));
  });

  it('is what the paper by Cao et al. takes by a forward difference of 0.001', () => {
    for (const strike of [85, 95, 100, 105, 115]) {
      const slope = bartlettSlope(100, strike, 20 / 250, 0.2, cao);
      expect(Math.abs(bartlettDifference(100, strike, 20 / 250, 0.2, cao) - slope)).toBeLessThan(1e-6);
    }
  });

  it('is half the correlation at the money in the limit of a short life: ρ ν / (2 F) for β = 1', () => {
    // σ(F, α) = α (1 − ρ z / 2 + …): along the smile ρ ν / (2F) is lost, by α ρ ν / F is gained.
    expect(bartlettSlope(100, 100, 0, 0.2, cao)).toBeCloseTo((-0.4 * 0.6) / 200, 14);
  });

  it('hardly depends on β, as Hagan and Lesniewski found, where the smile along the forward does', () => {
    const slopes = [0, 0.5, 1].map((beta) => {
      // The same level of volatility, and ρ such that the skew at the money is the same.
      const level = 0.2;
      const correlation = -0.4 + ((1 - beta) * level) / 0.6;
      return bartlettSlope(100, 100, 1e-9, level * 100 ** (1 - beta), { beta, correlation, volOfVol: 0.6 });
    });
    expect(slopes[1]).toBeCloseTo(slopes[0], 12);
    expect(slopes[2]).toBeCloseTo(slopes[0], 12);
  });

  it('is 0 where the formula is held at 0', () => {
    const wild = { beta: 1, correlation: -0.999, volOfVol: 5 };
    expect(haganVol(100, 100, 10, 3, wild)).toBe(0);
    expect(bartlettSlope(100, 100, 10, 3, wild)).toBe(0);
  });
});
