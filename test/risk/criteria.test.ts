import { describe, expect, it } from 'vitest';
import { createCriterion, type ObjectiveConfig } from '../../src/risk/create-criterion.ts';
import { cvar } from '../../src/risk/cvar.ts';
import { downside } from '../../src/risk/downside.ts';
import { entropic } from '../../src/risk/entropic.ts';
import { isoelastic } from '../../src/risk/isoelastic.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { meanVariance } from '../../src/risk/mean-variance.ts';
import { quadraticCvar } from '../../src/risk/quadratic-cvar.ts';
import { variance } from '../../src/risk/variance.ts';
import { describeCriterion, describeSmoothing } from '../contracts/criterion-suite.ts';

const lottery = { sample: [0, 0, 0, 0, 8], gains: [0, 0, 0, 0, 8] };

describeCriterion(variance(), { cash: 'blind', dislikes: lottery });
describeCriterion(meanVariance(0.7), { dislikes: lottery });
describeCriterion(meanVariance(0));
describeCriterion(meanSd(1.5), { dislikes: lottery });
describeCriterion(meanSd(1.5, { smoothingWidth: 0.4 }), { dislikes: lottery });
describeCriterion(downside(), { cash: 'dependent' });
describeCriterion(downside({ target: 2 }), { cash: 'dependent' });
describeCriterion(downside({ target: -1, smoothingWidth: 0.4 }), { cash: 'dependent', target: -1 });
for (const riskAversion of [1e-6, 1]) describeCriterion(entropic(riskAversion));
for (const level of [0, 0.7, 0.99]) {
  describeCriterion(cvar(level));
  describeCriterion(cvar(level, { smoothingWidth: 0.4 }));
}
for (const riskAversion of [1, 1.2, 4]) {
  describeCriterion(quadraticCvar(riskAversion));
  describeCriterion(quadraticCvar(riskAversion, { smoothingWidth: 0.4 }));
}
for (const riskAversion of [0.3, 1, 1 + 1e-9, 5]) {
  describeCriterion(isoelastic(riskAversion, 12), { cash: 'dependent' });
}
describeCriterion(isoelastic(0.5, 0), { cash: 'dependent', least: 0.5 });

describeSmoothing((smoothingWidth) => meanSd(1.5, { smoothingWidth }), 1.5);
describeSmoothing((smoothingWidth) => downside({ target: 1, smoothingWidth }), 1);
for (const level of [0, 0.5, 0.95]) {
  describeSmoothing((smoothingWidth) => cvar(level, { smoothingWidth }), level / 2);
}
for (const lambda of [1, 2]) {
  describeSmoothing((smoothingWidth) => quadraticCvar(lambda, { smoothingWidth }), Math.sqrt(lambda * lambda - 1));
}

describe('parameters', () => {
  it('are refused outside their range, by name', () => {
    expect(() => meanSd(-1)).toThrow('riskAversion is -1');
    expect(() => meanSd(Number.NaN)).toThrow(RangeError);
    expect(() => meanVariance(-1)).toThrow('riskAversion is -1');
    expect(() => entropic(0)).toThrow('riskAversion is 0');
    expect(() => entropic(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => cvar(1)).toThrow('level is 1');
    expect(() => cvar(-0.1)).toThrow(RangeError);
    expect(() => quadraticCvar(0.9)).toThrow('riskAversion is 0.9: expected a finite number >= 1');
    expect(() => quadraticCvar(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => isoelastic(0, 100)).toThrow('riskAversion is 0');
    expect(() => isoelastic(1, -1)).toThrow('initialWealth is -1');
    expect(() => downside({ target: Number.NaN })).toThrow('target is NaN: expected a finite number');
  });
});

describe('createCriterion', () => {
  it.each<[ObjectiveConfig, string]>([
    [{ criterion: 'mean-sd', riskAversion: 1.5 }, 'mean + 1.5 sd'],
    [{ criterion: 'mean-sd', riskAversion: 1.5, smoothingWidth: 0.1 }, 'mean + 1.5 sd, smoothed over 0.1'],
    [{ criterion: 'cvar', level: 0.95 }, 'cvar 95 %'],
    [{ criterion: 'cvar', level: 0.975, smoothingWidth: 0.1 }, 'cvar 97.5 %, smoothed over 0.1'],
    [{ criterion: 'quadratic-cvar', riskAversion: 2 }, 'quadratic cvar, risk aversion 2'],
    [
      { criterion: 'quadratic-cvar', riskAversion: 2, smoothingWidth: 1 },
      'quadratic cvar, risk aversion 2, smoothed over 1',
    ],
    [{ criterion: 'entropic', riskAversion: 2 }, 'entropic, risk aversion 2'],
    [{ criterion: 'isoelastic', riskAversion: 3, initialWealth: 100 }, 'isoelastic, risk aversion 3, wealth 100'],
    [{ criterion: 'downside' }, 'downside deviation below 0'],
    [{ criterion: 'downside', target: 1, smoothingWidth: 2 }, 'downside deviation below 1, smoothed over 2'],
    [{ criterion: 'mean-variance', riskAversion: 2 }, 'mean + 2/2 variance'],
    [{ criterion: 'variance' }, 'variance'],
  ])('of %o is %s', (config, name) => {
    expect(createCriterion(config).name).toBe(name);
  });

  it('refuses a criterion that it does not know', () => {
    expect(() => createCriterion({ criterion: 'sharpe' } as unknown as ObjectiveConfig)).toThrow(
      "criterion is 'sharpe'",
    );
  });
});
