import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import type { LayerShape } from '../../../src/engine/network/network-shape.ts';
import { createDeepHedger, loadDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { defaultInputs } from '../../../src/hedgers/deep/input-names.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';
import type { HedgerJSON } from '../../../src/hedgers/hedger.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeHedger } from '../../contracts/hedger-suite.ts';

const hidden = [8, 8];
const scales = { yearsAtWriting: 21 / 252, logVolMean: Math.log(0.2), logVolSd: 0.3 };
const gru: readonly LayerShape[] = [{ kind: 'gru', units: 5 }];
const readingPnl = ['p&l so far', 'holding', ...defaultInputs];

function make({ inputs, layers }: { inputs?: readonly string[]; layers?: readonly LayerShape[] } = {}) {
  const form = { ...(layers === undefined ? { hidden } : { layers }), inputs };
  const weights = initialWeights(deepNetworkShape(form), createRandomStream(1, 'test'));
  return createDeepHedger({ ...form, scales, position: -1, weights });
}

const untrained = () => make();

describeHedger('deep', untrained);
describeHedger('deep that reads its holdings', () => make({ inputs: [...defaultInputs, 'holding'] }));
describeHedger('deep that reads P&L so far', () => make({ inputs: readingPnl }), undefined, { refusesLong: true });
describeHedger('deep with a memory that reads P&L so far', () => make({ inputs: readingPnl, layers: gru }), undefined, {
  refusesLong: true,
});

describe('createDeepHedger', () => {
  it('refuses weights that do not fit its layers', () => {
    expect(() => createDeepHedger({ hidden, scales, position: -1, weights: new Float32Array(5) })).toThrow(
      'expected 138',
    );
  });
});

describe('loadDeepHedger', () => {
  it.each([
    ['weights', 'many'],
    ['weights', [1, null]],
    ['hidden', undefined],
    ['weights', [1, 2, 3]],
    ['weights', new Array(138).fill(1e39)],
    ['hidden', [8, 0.5]],
    ['hidden', [8, 0]],
    ['scales', { yearsAtWriting: 1 }],
    ['scales', { ...scales, yearsAtWriting: 0 }],
    ['position', 0],
    ['name', 7],
  ])('refuses saved data with bad %s', (key, value) => {
    const json: HedgerJSON = { ...untrained().toJSON(), [key]: value };
    expect(() => loadDeepHedger(json)).toThrow(InputError);
    expect(() => loadDeepHedger(json)).toThrow(new RegExp(`^saved policy '.*': ${key}.*save it again`));
  });
});
