import { expect, it } from 'vitest';
import { fitSignals } from '../../src/backtest/fit-signals.ts';
import type { VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { firstBars, parsedShortConfig, shortConfig } from './short-job.ts';

it('fits each horizon to a tenor beyond a month, trees of the combination up to a week', async () => {
  const bars = await firstBars(500);
  const config = parsedShortConfig({ ...shortConfig, contract: { ...shortConfig.contract, tenorDays: 42 } });
  const { forecasters } = fitSignals({ bars, trainFrom: 0, config });
  const grids = Object.fromEntries(forecasters.map(({ forecaster, gridDays }) => [forecaster, gridDays]));
  const long = [1, 5, 10, 21, 42];
  expect(grids).toEqual({ ewma: undefined, har: long, gjr: undefined, lstm: long, combination: long });
  const { members, weights } = forecasters[4] as VolatilityModelJSON & {
    members: VolatilityModelJSON[];
    weights: number[][];
  };
  expect(members.map(({ forecaster, gridDays }) => [forecaster, gridDays])).toEqual([
    ['gjr', undefined],
    ['har', long],
    ['har-leverage', long],
    ['lstm', long],
    ['boosted-trees', [1, 5]],
  ]);
  expect(weights.map((row) => row.map((weight) => weight > 0))).toEqual([
    [true, true, true, true, true],
    [true, true, true, true, true],
    [true, true, true, false, false],
    [true, true, true, false, false],
    [true, true, true, false, false],
  ]);
});
