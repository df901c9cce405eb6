import { describe, expect, it } from 'vitest';
import { allFeatures, computeFeatures, featureByName } from '../../../src/market/features/registry.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeFeature } from '../../contracts/feature-suite.ts';
import { sampleBars } from '../sample-bars.ts';

for (const { name } of allFeatures) describeFeature(name, () => featureByName(name));

describe('the registry', () => {
  it('gives every feature a name of its own', () => {
    expect(new Set(allFeatures.map(({ name }) => name)).size).toBe(allFeatures.length);
  });

  it('holds the features that configurations name by default', () => {
    for (const name of ['return', 'logVol5', 'logVol10', 'logVol21', 'logVol63', 'trend21', 'drawdown']) {
      expect(featureByName(name).name).toBe(name);
    }
  });

  it('computes columns in the order asked for', () => {
    const bars = sampleBars(30);
    const matrix = computeFeatures(bars, ['drawdown', 'return']);
    expect(matrix.names).toEqual(['drawdown', 'return']);
    expect(matrix.rows).toBe(30);
    expect(matrix.columns[1]).toEqual(featureByName('return').compute(bars));
  });

  it('names the nearest feature for an unknown one', () => {
    expect(() => computeFeatures(sampleBars(5), ['logVol22'])).toThrow(InputError);
    expect(() => featureByName('logvol21')).toThrow("unknown feature 'logvol21': did you mean 'logVol21'?");
    expect(() => featureByName('moonphase')).toThrow('expected one of return, logVol5');
  });
});
