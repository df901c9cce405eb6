import { describe, expect, it } from 'vitest';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { InputError } from '../../src/support/input-error.ts';
import { simulatedBars } from './simulated-bars.ts';

// Saving and loading of each forecaster is checked in test/contracts/volatility-forecaster-suite.ts.
describe('loadVolatilityModel', () => {
  it('restores by name', () => {
    expect(
      loadVolatilityModel({ forecaster: 'ewma', lambda: 0.9, measure: 'parkinson', usual: 1e-4, level: 1.1 })
        .forecaster,
    ).toBe('ewma');
  });

  it('refuses a name it does not know, inherited ones included', () => {
    for (const forecaster of ['arch', 'toString', '']) {
      expect(() => loadVolatilityModel({ forecaster })).toThrow(InputError);
      expect(() => loadVolatilityModel({ forecaster })).toThrow(
        `saved forecaster is of the unknown sort "${forecaster}": expected one of ewma, har, log-har, har-leverage, harq, regime-har, lstm`,
      );
    }
  });

  it.each([
    [
      'no grid',
      { forecaster: 'har', gridDays: [], coefficients: [], low: [], high: [], closeRatio: 1 },
      'gridDays is []',
    ],
    ['a falling grid', { forecaster: 'har', gridDays: [5, 1] }, 'gridDays is [5,1], expected whole numbers of days'],
    [
      'a ratio of nothing',
      { forecaster: 'ewma', lambda: 0.9, measure: 'parkinson', usual: 1e-4, level: 0 },
      'level is 0, expected a finite number',
    ],
    [
      'a decay of 1',
      { forecaster: 'ewma', lambda: 1, measure: 'parkinson', usual: 1e-4, level: 1 },
      'lambda is 1, expected a number in (0, 1)',
    ],
    [
      'half a unit',
      { forecaster: 'lstm', gridDays: [1], window: 22, measure: 'parkinson', beside: [], exogenous: [], units: 0.5 },
      'units is 0.5, expected a whole number',
    ],
    ['nothing', null as never, 'unknown sort undefined'],
  ])('refuses %s', (_, json, message) => {
    expect(() => loadVolatilityModel(json)).toThrow(InputError);
    expect(() => loadVolatilityModel(json)).toThrow(message);
  });

  it('says which value is damaged and how', () => {
    const whole = createHarForecaster({ gridDays: [1, 5] })
      .fit(simulatedBars(120, 1), { seed: 1 })
      .toJSON();
    const saved = { ...whole, coefficients: [[0, 1, 0, 0]] };
    expect(() => loadVolatilityModel(saved)).toThrow("'har': coefficients is a list of 1, expected a list of 2 lists");
    const short = {
      ...saved,
      coefficients: [
        [0, 1, 0, 0],
        [0, 1],
      ],
    };
    expect(() => loadVolatilityModel(short)).toThrow(
      'coefficients[1] is a list of 2, expected a list of 4 finite numbers',
    );
    expect(() => loadVolatilityModel({ ...whole, low: [null] })).toThrow(
      'low is a list of 1, expected a list of 2 finite',
    );
  });
});
