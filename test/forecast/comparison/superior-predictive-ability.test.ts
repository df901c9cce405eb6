import { describe, expect, it } from 'vitest';
import { drawBootstrapIndices } from '../../../src/forecast/comparison/bootstrap-indices.ts';
import { superiorPredictiveAbility } from '../../../src/forecast/comparison/superior-predictive-ability.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { drawnLosses } from './drawn-losses.ts';

describe('superiorPredictiveAbility', () => {
  // Computed in numpy from the formulas, on the same losses and resamples, with mean blocks of 5 rows.
  it('agrees with an independent computation', () => {
    const { losses, indices } = drawnLosses();
    const others = losses.filter((_, k) => k !== 1);
    const test = superiorPredictiveAbility(losses[1], others, { indices, meanBlock: 5 });
    expect(test).toMatchObject({ lower: 0, consistent: 0.035, upper: 0.08, best: 0 });
    expect(test.statistic).toBeCloseTo(1.9658602607626836, 10);
    const worst = superiorPredictiveAbility(losses[4], losses.slice(0, 4), { indices, meanBlock: 5 });
    expect(worst).toMatchObject({ lower: 0, consistent: 0, upper: 0 });
    expect(worst.statistic).toBeCloseTo(9.06769218678258, 10);
  });

  it('finds nothing against the best forecast, nor against its twin', () => {
    const { losses, indices } = drawnLosses();
    const options = { indices, meanBlock: 5 };
    expect(superiorPredictiveAbility(losses[0], losses.slice(1), options)).toMatchObject({ consistent: 1, upper: 1 });
    expect(superiorPredictiveAbility(losses[0], [losses[0].slice()], options)).toMatchObject({ consistent: 1 });
  });

  it('rejects a benchmark as good as the others about as often as its level, and a worse one nearly always', () => {
    const stream = createRandomStream(8, 'losses');
    const rows = 120;
    const draw = (mean: number) => Float64Array.from({ length: rows }, () => mean + stream.normal());
    let [size, power] = [0, 0];
    const runs = 80;
    for (let run = 0; run < runs; run++) {
      const indices = drawBootstrapIndices(rows, { replications: 150, meanBlock: 1, seed: run });
      const others = [draw(0), draw(0), draw(0)];
      const isRejected = (mean: number) =>
        superiorPredictiveAbility(draw(mean), others, { indices, meanBlock: 1 }).consistent < 0.1;
      if (isRejected(0)) size++;
      if (isRejected(0.6)) power++;
    }
    expect(size / runs).toBeGreaterThan(0.01);
    expect(size / runs).toBeLessThan(0.2);
    expect(power / runs).toBeGreaterThan(0.9);
  });
});
