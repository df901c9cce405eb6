import { describe, expect, it } from 'vitest';
import {
  createForecaster,
  type ForecasterSettings,
  forecasterNames,
  forecasterSchema,
} from '../../src/forecast/create-forecaster.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

describe('createForecaster', () => {
  it.each(forecasterNames)('makes %s from its name alone', (name) => {
    expect(createForecaster({ name }).name).toBe(name);
    // What a file leaves out is filled in, and what was filled in gives the same again.
    const terms = forecasterSchema.parse({ name });
    expect(terms.name).toBe(name);
    expect(forecasterSchema.parse(terms)).toEqual(terms);
    expect(JSON.parse(JSON.stringify(terms))).toEqual(terms);
    expect(createForecaster(terms).name).toBe(name);
  });

  it.each(forecasterNames)('refuses a key that %s does not have in one line that names it', (name) => {
    const make = () => createForecaster({ name, colour: 'red' } as ForecasterSettings);
    expect(make).toThrow(InputError);
    expect(make).toThrow(/^forecaster [\w-]+: .*"colour"[^\n]*$/);
    expect(make).toThrow(`forecaster ${name}: `);
  });

  it('has each name once', () => {
    expect(new Set(forecasterNames).size).toBe(forecasterNames.length);
  });

  it('fits what settings say', () => {
    const history = swingingBars(300, 1);
    const fitted = (settings: ForecasterSettings) => createForecaster(settings).fit(history, { seed: 1 }).toJSON();
    expect(fitted({ name: 'ewma', lambda: 0.9, measure: 'squared-return' })).toMatchObject({
      lambda: 0.9,
      measure: 'squared-return',
    });
    expect(fitted({ name: 'har', gridDays: [2, 4] })).toMatchObject({ gridDays: [2, 4] });
    expect(
      fitted({ name: 'combination', members: [{ name: 'ewma', lambda: 0.9 }, { name: 'har' }], mean: 'arithmetic' }),
    ).toMatchObject({
      mean: 'arithmetic',
      weights: [
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      members: [{ forecaster: 'ewma', lambda: 0.9 }, { forecaster: 'har' }],
    });
  });

  it.each([
    [{ name: 'ewna' }, "unknown forecaster 'ewna': did you mean 'ewma'?"],
    [{ name: 'zzzzzzzz' }, `unknown forecaster 'zzzzzzzz': expected one of ${forecasterNames.join(', ')}`],
    [{ name: 'ewma', lambda: 1 }, 'forecaster ewma: lambda: '],
    [{ name: 'ewma', measure: 'rv' }, 'forecaster ewma: measure: expected squared-return, parkinson'],
    [{ name: 'har', gridDays: [5, 1] }, 'forecaster har: gridDays: expected increasing numbers of days'],
    [{ name: 'lstm', dropout: 1 }, 'forecaster lstm: dropout: '],
    [{ name: 'combination', members: [] }, 'forecaster combination: members: '],
    [{ name: 'combination', members: [{ name: 'ewma', lambda: 7 }] }, 'forecaster combination: members.0.lambda: '],
    [
      { name: 'combination', target: 'parkinson', members: [{ name: 'ewma' }] },
      'its member ewma has target squared-return, expected parkinson, the target of the combination',
    ],
    [{ name: 'combination', members: [{ name: 'combination' }] }, 'forecaster combination: members.0.name: '],
  ])('refuses %j', (settings, says) => {
    const make = () => createForecaster(settings as ForecasterSettings);
    expect(make).toThrow(InputError);
    expect(make).toThrow(says);
    expect(make).toThrow(/^[^\n]+$/);
  });
});
