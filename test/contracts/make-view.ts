import { contractScale } from '../../src/contracts/contract-scale.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { createContract } from '../../src/contracts/create-contract.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { hedgedContract } from '../../src/hedgers/hedged-contract.ts';
import type { HedgedContract, HedgeInstrument, Hedger, HedgeView } from '../../src/hedgers/hedger.ts';
import { hedgeInstrument } from '../../src/hedgers/instrument-greeks.ts';
import type { OptionQuote } from '../../src/market/paths.ts';
import { createRandomStream } from '../../src/math/random.ts';

export interface ViewOverrides extends Partial<Omit<HedgeView, 'contract' | 'instruments'>> {
  /** The contract, a call at the view's strike unless given; it has seen this step's prices alone. */
  readonly terms?: ContractTerms;
  /** An option beside the underlying, priced and held like the rest; none unless given. */
  readonly option?: ViewOption;
  /** Signals to fill with plausible values, where `signals` does not give them. */
  readonly signalNames?: readonly string[];
  readonly seed?: number;
}

/** An option struck at a multiple of the view's strike, at an implied volatility that is the same on every path. */
export interface ViewOption extends Pick<OptionQuote, 'option' | 'moneyness' | 'extraYears'> {
  readonly volAnnual: number;
}

/** A view of a call near the money, five days into a life of 21; every field can be overridden. */
export function makeView(overrides: ViewOverrides = {}): HedgeView {
  const { signalNames = [], seed = 1, terms = { type: 'call', strike: 1 }, option, ...fields } = overrides;
  const paths = fields.paths ?? fields.prices?.[0].length ?? fields.strike?.length ?? 12;
  const step = fields.step ?? 5;
  const steps = fields.steps ?? 21;
  const position = fields.position ?? -1;
  const stream = createRandomStream(seed, 'view', step);
  const column = (draw: () => number) => Float64Array.from({ length: paths }, draw);
  const view = {
    step,
    steps,
    paths,
    position,
    strike: column(() => 100),
    yearsToExpiry: (steps - step) / 252,
    underlying: plainUnderlying(0.01),
    costBps: 10,
    prices: [column(() => 100 * Math.exp(0.05 * stream.normal()))],
    impliedVol: column(() => 0.08 + 0.3 * stream.uniform()),
    holdings: [column(() => -position * stream.uniform())],
    wealth: makeWealth(paths, position, seed, step),
    signals: makeSignals(signalNames, paths, seed, step),
    ...fields,
  };
  const whole = option === undefined ? view : addOption(view, stream.uniform() - 0.5);
  return { ...whole, contract: contractOf(terms, whole), instruments: instrumentsOf(option, whole) };
}

/** Its price and holding, where the view does not give them. */
function addOption<V extends Pick<HedgeView, 'prices' | 'holdings' | 'paths'>>(view: V, held: number): V {
  const add = (columns: readonly Float64Array[], value: number) =>
    columns.length > 1 ? columns : [...columns, new Float64Array(view.paths).fill(value)];
  return { ...view, prices: add(view.prices, 2), holdings: add(view.holdings, held) };
}

function instrumentsOf(
  option: ViewOption | undefined,
  { underlying, prices, strike, yearsToExpiry: years, paths }: Omit<HedgeView, 'contract' | 'instruments'>,
): readonly HedgeInstrument[] {
  if (option === undefined) return [];
  const vol = new Float64Array(paths).fill(option.volAnnual);
  const quote: OptionQuote = { kind: 'option', ...option, impliedVol: vol };
  const moment = () => ({ underlying, spot: prices[0], spotAtWriting: strike, vol, years });
  return [hedgeInstrument({ name: 'option', quote }, moment)];
}

/** The view with another contract, on the same prices. */
export function withTerms(view: HedgeView, terms: ContractTerms): HedgeView {
  return { ...view, contract: contractOf(terms, view) };
}

function contractOf(
  terms: ContractTerms,
  { prices, strike, steps, step, yearsToExpiry: years, underlying }: Omit<HedgeView, 'contract' | 'instruments'>,
): HedgedContract {
  const [spot] = prices;
  const running = createContract(terms).run(contractScale(strike, terms), steps - step, years);
  running.observe(spot);
  return hedgedContract(terms, running, () => ({ underlying, spot, years }));
}

/** One view per step of a life of `steps` days, for `runViews`; the holdings of step 0 are none. */
export function makeViews(overrides: ViewOverrides = {}): HedgeView[] {
  const steps = overrides.steps ?? 21;
  const paths = overrides.paths ?? 12;
  return Array.from({ length: steps }, (_, step) =>
    makeView({ holdings: noHoldings(paths, overrides.option === undefined ? 1 : 2), ...overrides, paths, steps, step }),
  );
}

function noHoldings(paths: number, instruments: number): Float64Array[] {
  return Array.from({ length: instruments }, () => new Float64Array(paths));
}

/**
 * Runs a hedger over the views as the backtester does: reset first, each step's holdings carried to the next. Gives the
 * columns of the first step, one per instrument, then those of the second, …
 */
export function runViews(hedger: Hedger, views: readonly HedgeView[]): Float64Array[] {
  hedger.reset?.(views[0].paths);
  let held = views[0].holdings;
  return views.flatMap((view) => {
    const target = held.map((column) => column.slice());
    hedger.hedge({ ...view, holdings: held }, target);
    held = target;
    return target.map((column) => column.slice());
  });
}

/** The view of some of its paths, in the order given. */
export function selectPaths(view: HedgeView, paths: readonly number[]): HedgeView {
  const pick = (column: Float64Array) => Float64Array.from(paths, (path) => column[path]);
  const selected = {
    ...view,
    paths: paths.length,
    strike: pick(view.strike),
    prices: view.prices.map(pick),
    impliedVol: pick(view.impliedVol),
    holdings: view.holdings.map(pick),
    instruments: view.instruments.map(({ name, ...greeks }) => {
      const picked = (greek: keyof typeof greeks) => (out: Float64Array) => {
        const whole = new Float64Array(view.paths);
        greeks[greek](whole);
        out.set(pick(whole));
      };
      return { name, delta: picked('delta'), gamma: picked('gamma'), vega: picked('vega') };
    }),
    wealth: pick(view.wealth),
    signals: Object.fromEntries(Object.entries(view.signals).map(([name, column]) => [name, pick(column)])),
  };
  return withTerms(selected, view.contract.terms);
}

/** About what a contract near the money is worth. */
function makeWealth(paths: number, position: 1 | -1, seed: number, step: number): Float64Array {
  const stream = createRandomStream(seed, 'wealth', step);
  return Float64Array.from({ length: paths }, () => -position * (2 + stream.normal()));
}

/** Volatilities for `…Vol`; for `regime.DETECTOR.0, 1, …` probabilities that sum to 1 over each detector's regimes. */
function makeSignals(
  names: readonly string[],
  paths: number,
  seed: number,
  step: number,
): Record<string, Float64Array> {
  const signals: Record<string, Float64Array> = {};
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const stream = createRandomStream(seed, 'signal', name, step);
    signals[name] = Float64Array.from({ length: paths }, () => 0.05 + 0.4 * stream.uniform());
    if (name.startsWith('regime.')) {
      const detector = name.slice(0, name.lastIndexOf('.'));
      groups.set(detector, [...(groups.get(detector) ?? []), name]);
    }
  }
  for (const group of groups.values()) {
    for (let path = 0; path < paths; path++) {
      // A power makes one regime dominate often enough for a switcher to switch.
      for (const name of group) signals[name][path] **= 6;
      const total = group.reduce((sum, name) => sum + signals[name][path], 0);
      for (const name of group) signals[name][path] /= total;
    }
  }
  return signals;
}
