import { describe, expect, it } from 'vitest';
import {
  createDetector,
  type DetectorSettings,
  detectorNames,
  detectorSchema,
  usualFeaturesOf,
} from '../../src/regimes/create-detector.ts';
import { InputError } from '../../src/support/input-error.ts';

describe('createDetector', () => {
  it.each(detectorNames)('makes %s from its name alone, with the features usual for it', (name) => {
    const { states, features, ...detector } = createDetector({ name });
    expect(detector.name).toBe(name);
    expect({ states, features }).toEqual({ states: 3, features: usualFeaturesOf(name) });
    expect(detectorSchema.parse({ name })).toMatchObject({ name, states: 3, restarts: 10 });
  });

  it('takes settings and features', () => {
    const { states, features } = createDetector({ name: 'kmeans', states: 2, features: ['drawdown'] });
    expect({ states, features }).toEqual({ states: 2, features: ['drawdown'] });
  });

  it.each([
    [{ name: 'hmn' }, "unknown detector 'hmn': did you mean 'hmm'?"],
    [{ name: 'hmm', states: 17 }, 'detector hmm: states: '],
    [{ name: 'kmeans', law: 'normal' }, 'detector kmeans: '],
    [{ name: 'jump', features: [] }, 'detector jump: features is empty'],
    [{ name: 'mixture', features: ['return', 'x', 'return'] }, "detector mixture: features names 'return' twice"],
    [
      { name: 'switching-autoregression', states: 8, lags: 4 },
      'detector switching-autoregression: 8 regimes and 4 lags have 32768 joint states',
    ],
  ])('refuses %j', (settings, says) => {
    const make = () => createDetector(settings as DetectorSettings);
    expect(make).toThrow(InputError);
    expect(make).toThrow(says);
  });
});
