import { describe, expect, it } from 'vitest';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import { createForecastAdjustedHedger } from '../../src/hedgers/forecast-adjusted.ts';
import type { Hedger, HedgerJSON } from '../../src/hedgers/hedger.ts';
import { loadHedger } from '../../src/hedgers/load-hedger.ts';
import { createSwitcherHedger, loadSwitcherHedger, type SwitcherOptions } from '../../src/hedgers/switcher.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeHedger } from '../contracts/hedger-suite.ts';
import { makeView } from '../contracts/make-view.ts';

const guard = { minimumDwellDays: 3, probabilityThreshold: 0.6 };

function makeSwitcher(changes: Partial<SwitcherOptions> = {}) {
  return createSwitcherHedger({
    name: 'switcher-hmm',
    detector: 'hmm',
    candidates: [
      createDeltaBandHedger({ halfWidth: 0.05 }),
      createBlackScholesDeltaHedger(),
      createForecastAdjustedHedger({ weight: 0.5, halfWidth: 0.02 }),
    ],
    assignment: [2, 0, 1],
    guard,
    ...changes,
  });
}

describeHedger('switcher', makeSwitcher);

/** A policy that holds the same on every path. */
function holdAlways(holding: number): Hedger {
  return {
    name: `hold ${holding}`,
    kind: 'none',
    signals: [],
    hedge: (_, target) => void target[0].fill(holding),
    toJSON: () => ({ kind: 'none', name: `hold ${holding}` }),
  };
}

/** Holdings of one path whose probability of regime 1 takes the given values. */
function follow(probabilities: readonly number[], changes: Partial<SwitcherOptions['guard']> = {}): number[] {
  const switcher = makeSwitcher({
    candidates: [holdAlways(10), holdAlways(11)],
    assignment: [0, 1],
    guard: { ...guard, ...changes },
  });
  switcher.reset?.(1);
  return probabilities.map((probability, step) => {
    const target = [new Float64Array(1)];
    const signals = { 'regime.hmm.0': Float64Array.of(1 - probability), 'regime.hmm.1': Float64Array.of(probability) };
    switcher.hedge(makeView({ paths: 1, step, signals }), target);
    expect(switcher.currentRegimes()[0]).toBe(target[0][0] - 10);
    return target[0][0] - 10;
  });
}

describe('createSwitcherHedger', () => {
  it('takes the most probable regime at first', () => {
    expect(follow([0.55])).toEqual([1]);
    expect(follow([0.45])).toEqual([0]);
  });

  it('waits until the threshold is reached', () => {
    expect(follow([0.2, 0.2, 0.2, 0.59, 0.6])).toEqual([0, 0, 0, 0, 1]);
  });

  it('keeps a regime for the minimum of days', () => {
    expect(follow([0.2, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1])).toEqual([0, 0, 0, 1, 1, 1, 0]);
  });

  it('follows at once without a guard', () => {
    expect(follow([0.2, 0.9, 0.1, 0.9], { minimumDwellDays: 0, probabilityThreshold: 0 })).toEqual([0, 1, 0, 1]);
  });

  it('declares the signals of its detector and of the candidates that it uses', () => {
    expect(makeSwitcher().signals).toEqual(['regime.hmm.0', 'regime.hmm.1', 'regime.hmm.2', 'forecastVol']);
    expect(makeSwitcher({ assignment: [0, 1] }).signals).toEqual(['regime.hmm.0', 'regime.hmm.1']);
  });

  it('forgets the last run on reset and refuses to run without', () => {
    const switcher = makeSwitcher();
    const view = makeView({ paths: 2, signalNames: switcher.signals });
    expect(() => switcher.hedge(view, [new Float64Array(2)])).toThrow('call reset(2)');
    switcher.reset?.(2);
    switcher.hedge(view, [new Float64Array(2)]);
    expect([...switcher.currentRegimes()].every((regime) => regime >= 0)).toBe(true);
    switcher.reset?.(2);
    expect([...switcher.currentRegimes()]).toEqual([-1, -1]);
  });

  it.each(['detector', 'candidates', 'assignment', 'guard'])('refuses saved data without %s', (key) => {
    const json: HedgerJSON = { ...makeSwitcher().toJSON(), [key]: undefined };
    expect(() => loadSwitcherHedger(json, loadHedger)).toThrow(InputError);
  });

  it.each([
    ['assignment', [9], "saved policy 'switcher-hmm': assignment.0 is 9, expected the index of one of 3 candidates"],
    ['assignment', [], "saved policy 'switcher-hmm': assignment: "],
    ['assignment', [0.5], 'assignment.0: '],
    ['guard', {}, "saved policy 'switcher-hmm': guard.minimumDwellDays: "],
    ['guard', { ...guard, probabilityThreshold: 2 }, 'guard.probabilityThreshold: '],
    ['candidates', [null], "saved policy 'switcher-hmm': candidates.0: "],
    ['candidates', Array(3).fill({ kind: 'magic', name: 'x' }), 'saved policy \'x\' is of the unknown sort "magic"'],
  ])('refuses saved data with a bad %s: %j', (key, value, message) => {
    const json: HedgerJSON = { ...makeSwitcher().toJSON(), [key]: value };
    expect(() => loadHedger(json)).toThrow(InputError);
    expect(() => loadHedger(json)).toThrow(message);
  });

  it('refuses an assignment or a guard out of range', () => {
    expect(() => makeSwitcher({ assignment: [] })).toThrow(RangeError);
    expect(() => makeSwitcher({ assignment: [0, 3] })).toThrow('assignment[1] is 3');
    expect(() => makeSwitcher({ guard: { ...guard, minimumDwellDays: -1 } })).toThrow('minimumDwellDays');
    expect(() => makeSwitcher({ guard: { ...guard, probabilityThreshold: 1.1 } })).toThrow('probabilityThreshold');
  });
});
