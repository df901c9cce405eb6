import { describe, expect, it } from 'vitest';
import { forecastSchema } from '../../src/cli/forecast-schema.ts';
import { forecastersOfConfig } from '../../src/cli/forecasters-of-config.ts';

const planOf = (config: object, hasImpliedVol = false) =>
  forecastersOfConfig(forecastSchema.parse(config), hasImpliedVol, { overrides: [] });

describe('forecastersOfConfig', () => {
  it('combines by default what the benchmark chooses: plain members everywhere, those that learn much up to a week', () => {
    const { forecasters, combined, against } = planOf({});
    expect(forecasters.map(({ label }) => label)).toEqual([
      ...['ewma', 'har', 'log-har', 'har-leverage', 'gjr', 'lstm', 'boosted-trees'],
    ]);
    expect(combined).toEqual({
      members: ['har', 'har-leverage', 'gjr'],
      shortHorizons: { days: 5, members: ['lstm', 'boosted-trees'] },
    });
    expect(against).toEqual(['har', 'gjr']);
  });

  it('lets those that read implied volatility join by their kind', () => {
    expect(planOf({}, true).combined).toEqual({
      members: ['har', 'har-leverage', 'gjr', 'har-leverage+impliedVol'],
      shortHorizons: { days: 5, members: ['lstm', 'boosted-trees', 'lstm+impliedVol'] },
    });
  });

  it('combines all forecasters of the user, unless told otherwise', () => {
    const forecasters = [{ name: 'ewma' }, { name: 'log-har' }, { name: 'lstm' }];
    expect(planOf({ forecasters }).combined).toEqual({
      members: ['ewma', 'log-har'],
      shortHorizons: { days: 5, members: ['lstm'] },
    });
    const combine = { members: ['log-har', 'lstm'], shortHorizons: { days: 10, members: ['ewma'] } };
    expect(planOf({ forecasters, combine }).combined).toEqual(combine);
    const learners = planOf({ forecasters: [{ name: 'lstm' }, { name: 'boosted-trees' }] });
    expect(learners.combined?.members).toEqual(['lstm', 'boosted-trees']);
    expect(learners.combined?.shortHorizons.members).toEqual([]);
    expect(planOf({ combine: { enabled: false } }).combined).toBeNull();
    expect(planOf({ forecasters: [{ name: 'har' }] }).combined).toBeNull();
  });

  it.each([
    [{ combine: { members: ['hra'] } }, "combine.members.0: no forecast is named 'hra': did you mean har?"],
    [
      { combine: { shortHorizons: { members: ['combined'] } } },
      'combine.shortHorizons.members.0: no forecast is named',
    ],
    [{ combine: { members: ['har'], shortHorizons: { members: ['har'] } } }, "'har' stands twice"],
  ])('refuses %j', (config, says) => {
    expect(() => planOf(config)).toThrow(says);
  });

  it('gives target and horizons to every member of a combination by name', () => {
    const members = [{ name: 'har' }, { name: 'gjr' }];
    const combination = {
      name: 'combination',
      members,
      shortHorizons: { days: 5, members: [{ name: 'boosted-trees' }] },
    };
    const { forecasters } = planOf({ target: 'parkinson', horizons: [1, 5], forecasters: [combination] });
    expect(forecasters[0].settings).toMatchObject({
      target: 'parkinson',
      gridDays: [1, 5],
      members: [{ target: 'parkinson', gridDays: [1, 5] }, { target: 'parkinson' }],
      shortHorizons: { days: 5, members: [{ target: 'parkinson', gridDays: [1, 5] }] },
    });
  });
});
