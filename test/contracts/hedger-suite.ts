import { describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import type { Hedger, HedgerJSON, HedgeView } from '../../src/hedgers/hedger.ts';
import { type HedgerLoaders, loadHedger } from '../../src/hedgers/load-hedger.ts';
import { makeView, makeViews, runViews, selectPaths, type ViewOverrides, withTerms } from './make-view.ts';

/** In what policies differ rightly. */
export interface HedgerTraits {
  /** Whether it hedges a long contract by the opposite of what hedges a short one; true unless it refuses one. */
  readonly symmetric?: boolean;
  /** Whether it was made for short contracts alone; false unless given. */
  readonly refusesLong?: boolean;
}

/**
 * What every hedging policy must hold to. `make` gives a fresh policy each time, always with the same parameters;
 * `loaders` restore it where `loadHedger` needs them.
 */
export function describeHedger(
  name: string,
  make: () => Hedger,
  loaders?: HedgerLoaders,
  { refusesLong = false, symmetric = !refusesLong }: HedgerTraits = {},
): void {
  const signalNames = make().signals;
  const viewsOf = (overrides: ViewOverrides = {}) => makeViews({ signalNames, ...overrides });

  describe(`${name} as a hedger`, () => {
    it('gives the same bits for the same views, whatever it was asked before', () => {
      const views = viewsOf();
      const hedger = make();
      const first = runViews(hedger, views);
      runViews(hedger, viewsOf({ seed: 2, paths: 5 }));
      expect(runViews(hedger, views)).toEqual(first);
      expect(runViews(make(), views)).toEqual(first);
    });

    it.each([
      ['permuted', [7, 3, 11, 0, 9, 1, 4, 10, 2, 8, 6, 5]],
      ['dropped', [1, 2, 5, 7, 8]],
      ['dropped to one', [6]],
    ])('decides each path on its own: paths %s', (_, kept) => {
      const views = viewsOf();
      const whole = runViews(make(), views);
      const some = runViews(
        make(),
        views.map((view) => selectPaths(view, kept)),
      );
      expect(some).toEqual(whole.map((column) => Float64Array.from(kept, (path) => column[path])));
    });

    it.each([0, 4, 12])('decides up to step %i the same, whatever comes after or nothing at all', (last) => {
      const views = viewsOf();
      const expected = runViews(make(), views).slice(0, last + 1);
      const later = viewsOf({ seed: 3 });
      const altered = views.map((view, step) => (step <= last ? view : later[step]));
      expect(runViews(make(), views.slice(0, last + 1))).toEqual(expected);
      expect(runViews(make(), altered).slice(0, last + 1)).toEqual(expected);
    });

    it('writes to its target alone', () => {
      const hedger = make();
      hedger.reset?.(12);
      for (const view of viewsOf({ holdings: [new Float64Array(12).fill(0.4)] })) {
        const before = structuredClone(dataOf(view));
        hedger.hedge(freezeLists(view), [view.holdings[0].slice()]);
        expect(dataOf(view)).toEqual(before);
      }
    });

    it('reads the signals that it declares and no others', () => {
      const asked = new Set<string>();
      const views = viewsOf().map((view) => ({
        ...view,
        signals: new Proxy(view.signals, {
          get(target, key) {
            asked.add(String(key));
            return Reflect.get(target, key);
          },
        }),
      }));
      runViews(make(), views);
      expect([...asked].filter((key) => !signalNames.includes(key))).toEqual([]);
    });

    it.runIf(refusesLong)('refuses a long contract, in a line that names the policy and what to do', () => {
      const hedger = make();
      const run = () => runViews(hedger, viewsOf({ position: 1 }));
      expect(run).toThrow(RangeError);
      expect(run).toThrow(new RegExp(`^policy '${hedger.name}' .*at position 1.*train another one for it$`));
    });

    it.runIf(symmetric).each(['call', 'put'] as const)(
      'holds for a long %s the opposite of what it holds for a short one',
      (optionType) => {
        const short = runViews(make(), viewsOf({ terms: { type: optionType, strike: 1 }, position: -1 }));
        const long = runViews(make(), viewsOf({ terms: { type: optionType, strike: 1 }, position: 1 }));
        for (let step = 0; step < short.length; step++) {
          for (let path = 0; path < short[step].length; path++) {
            expect(Math.abs(long[step][path] + short[step][path])).toBeLessThan(1e-12);
          }
        }
      },
    );

    it.each(['call', 'put'] as const)('keeps finite holdings for a %s in extreme markets', (optionType) => {
      const hedger = make();
      for (const view of extremeViews(signalNames)) {
        hedger.reset?.(view.paths);
        const target = [view.holdings[0].slice()];
        hedger.hedge(withTerms(view, { type: optionType, strike: 1 }), target);
        for (const holding of target[0]) expect(Number.isFinite(holding), describeView(view)).toBe(true);
      }
    });

    it('is restored from JSON to the bit', () => {
      const hedger = make();
      const json = JSON.parse(JSON.stringify(hedger.toJSON())) as HedgerJSON;
      const restored = loadHedger(json, loaders);
      expect(json).toMatchObject({ name: hedger.name, kind: hedger.kind });
      expect(restored).toMatchObject({ name: hedger.name, kind: hedger.kind, signals: hedger.signals });
      expect(restored.toJSON()).toEqual(hedger.toJSON());
      expect(runViews(restored, viewsOf())).toEqual(runViews(hedger, viewsOf()));
    });
  });
}

/** What of a view is data: the contract's functions are left out. */
function dataOf(view: HedgeView) {
  return { ...view, contract: { terms: view.contract.terms, memory: view.contract.memory } };
}

function extremeViews(signalNames: readonly string[]): HedgeView[] {
  const views: HedgeView[] = [];
  const spots = [1, 50, 99.999999, 100, 101, 300, 10_000];
  const paths = spots.length;
  for (const vol of [1e-8, 1e-3, 0.2, 5]) {
    for (const step of [0, 10, 20]) {
      for (const costBps of [0, 10, 2000]) {
        const impliedVol = new Float64Array(paths).fill(vol);
        const holdings = [new Float64Array(paths).fill(step === 0 ? 0 : 0.5)];
        const prices = [Float64Array.from(spots)];
        views.push(
          makeView({ step, costBps, paths, prices, impliedVol, holdings, signalNames, underlying: plainUnderlying(0) }),
        );
      }
    }
  }
  return views;
}

function freezeLists(view: HedgeView): HedgeView {
  Object.freeze(view.prices);
  Object.freeze(view.holdings);
  Object.freeze(view.signals);
  return Object.freeze(view);
}

function describeView({ step, costBps, impliedVol }: HedgeView): string {
  return `step ${step}, cost ${costBps} bps, implied volatility ${impliedVol[0]}`;
}
