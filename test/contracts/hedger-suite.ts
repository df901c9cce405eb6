import { describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import type { Hedger, HedgerJSON, HedgeView } from '../../src/hedgers/hedger.ts';
import { type HedgerLoaders, loadHedger } from '../../src/hedgers/load-hedger.ts';
import {
  makeView,
  makeViews,
  runViews,
  selectPaths,
  type ViewOption,
  type ViewOverrides,
  withTerms,
} from './make-view.ts';

/** In what policies differ rightly. */
export interface HedgerTraits {
  /** Whether it hedges a long contract by the opposite of what hedges a short one; true unless it refuses one. */
  readonly symmetric?: boolean;
  /** Whether it was made for short contracts alone; false unless given. */
  readonly refusesLong?: boolean;
  /** Whether it trades the option beside the underlying, too; false unless given. */
  readonly tradesOption?: boolean;
}

const option: ViewOption = { option: 'call', moneyness: 1.02, extraYears: 0.1, volAnnual: 0.22 };

/**
 * What every hedging policy must hold to. `make` gives a fresh policy each time, always with the same parameters;
 * `loaders` restore it where `loadHedger` needs them.
 */
export function describeHedger(
  name: string,
  make: () => Hedger,
  loaders?: HedgerLoaders,
  { refusesLong = false, symmetric = !refusesLong, tradesOption = false }: HedgerTraits = {},
): void {
  const signalNames = make().signals;
  const beside = tradesOption ? { option } : {};
  const viewsOf = (overrides: ViewOverrides = {}) => makeViews({ signalNames, ...beside, ...overrides });
  /** Columns of a step that `runViews` gives. */
  const width = tradesOption ? 2 : 1;

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
      const expected = runViews(make(), views).slice(0, width * (last + 1));
      const later = viewsOf({ seed: 3 });
      const altered = views.map((view, step) => (step <= last ? view : later[step]));
      expect(runViews(make(), views.slice(0, last + 1))).toEqual(expected);
      expect(runViews(make(), altered).slice(0, width * (last + 1))).toEqual(expected);
    });

    it('writes to its target alone', () => {
      const hedger = make();
      hedger.reset?.(12);
      const holdings = Array.from({ length: width }, () => new Float64Array(12).fill(0.4));
      for (const view of viewsOf({ holdings })) {
        const before = structuredClone(dataOf(view));
        const target = view.holdings.map((column) => column.slice());
        hedger.hedge(freezeLists(view), target);
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

    it.runIf(!tradesOption && make().kind !== 'none')('leaves a further instrument as it is', () => {
      const given = new Float64Array(12).fill(0.4);
      const views = viewsOf({ option, holdings: [new Float64Array(12), given] });
      const columns = runViews(make(), views);
      expect(columns.filter((_, i) => i % 2 === 1)).toEqual(views.map(() => given));
      expect(columns.filter((_, i) => i % 2 === 0)).toEqual(runViews(make(), viewsOf()));
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
      for (const view of extremeViews(signalNames, beside)) {
        hedger.reset?.(view.paths);
        const target = view.holdings.map((column) => column.slice());
        hedger.hedge(withTerms(view, { type: optionType, strike: 1 }), target);
        for (const holding of target.flatMap((column) => [...column])) {
          expect(Number.isFinite(holding), describeView(view)).toBe(true);
        }
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

/** What of a view is data: the functions of contract and instruments are left out. */
function dataOf({ instruments: _, ...view }: HedgeView) {
  return { ...view, contract: { terms: view.contract.terms, memory: view.contract.memory } };
}

function extremeViews(signalNames: readonly string[], beside: ViewOverrides): HedgeView[] {
  const views: HedgeView[] = [];
  const spots = [1, 50, 99.999999, 100, 101, 300, 10_000];
  const paths = spots.length;
  for (const vol of [1e-8, 1e-3, 0.2, 5]) {
    for (const step of [0, 10, 20]) {
      for (const costBps of [0, 10, 2000]) {
        const impliedVol = new Float64Array(paths).fill(vol);
        const holdings = [new Float64Array(paths).fill(step === 0 ? 0 : 0.5)];
        const prices = [Float64Array.from(spots)];
        const market = { step, costBps, paths, prices, impliedVol, holdings, underlying: plainUnderlying(0) };
        views.push(makeView({ ...market, signalNames, ...beside }));
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
