import { it } from 'vitest';
import { createSabr } from '../../src/simulate/sabr.ts';
it('x', () => {
  for (const substepsPerDay of [1, 4]) {
    const paths = 200000;
    const { spot } = createSabr({ volAnnual: 0.5, correlation: 0.5, volOfVol: 1, substepsPerDay }).simulate({ paths, steps: 1, daysPerStep: 252, seed: 1, stream: [], quote: 'instantaneous', antithetic: true });
    const e = spot.subarray(paths); const m = e.reduce((a, b) => a + b, 0) / paths;
    console.log(substepsPerDay, m, Math.sqrt(e.reduce((a, b) => a + (b - m) ** 2, 0)) / paths);
  }
});
