import { describe, expect, it } from 'vitest';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import type { HedgerJSON } from '../../src/hedgers/hedger.ts';
import { loadHedger } from '../../src/hedgers/load-hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import { createWhalleyWilmottHedger } from '../../src/hedgers/whalley-wilmott.ts';
import { InputError } from '../../src/support/input-error.ts';

describe('loadHedger', () => {
  it('tells bands of the same kind apart, whatever they are called', () => {
    const wide = createDeltaBandHedger({ halfWidth: 0.2, name: 'wide' });
    const cautious = createWhalleyWilmottHedger({ riskAversion: 9, name: 'cautious' });
    expect(loadHedger(wide.toJSON()).toJSON()).toEqual(wide.toJSON());
    expect(loadHedger(cautious.toJSON()).toJSON()).toEqual(cautious.toJSON());
  });

  it('restores policies of the caller’s own, also inside a policy made of policies', () => {
    const own: HedgerJSON = { kind: 'band', policy: 'own', name: 'mine' };
    const loaders = {
      own: (json: HedgerJSON) => ({ ...createNoHedge(), name: json.name }),
      wrapper: (json: HedgerJSON, load: (json: HedgerJSON) => ReturnType<typeof createNoHedge>) =>
        load(json.inner as HedgerJSON),
    };
    expect(loadHedger(own, loaders).name).toBe('mine');
    expect(loadHedger({ kind: 'band', policy: 'wrapper', name: 'outer', inner: own }, loaders).name).toBe('mine');
    expect(() => loadHedger(own)).toThrow(InputError);
  });

  it('refuses what it does not know, in one line that says what it expected', () => {
    const unknown = { kind: 'magic', name: 'x' } as unknown as HedgerJSON;
    expect(() => loadHedger(unknown)).toThrow('\'x\' is of the unknown sort "magic": expected one of none, delta');
    expect(() => loadHedger({ kind: 'band', policy: 'toString', name: 'x' })).toThrow(InputError);
    expect(() => loadHedger({ kind: 'band', name: 'x' })).toThrow(InputError);
  });

  it.each([undefined, '0.1', -1, null])('refuses a half-width of %s', (halfWidth) => {
    const json = { kind: 'band', policy: 'delta-band', name: 'x', halfWidth } as HedgerJSON;
    expect(() => loadHedger(json)).toThrow("saved policy 'x': halfWidth: ");
    expect(() => loadHedger(json)).toThrow(InputError);
  });
});
