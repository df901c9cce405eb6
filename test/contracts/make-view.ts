import type { Hedger, HedgeView } from '../../src/hedgers/hedger.ts';
import { createRandomStream } from '../../src/math/random.ts';

export interface ViewOverrides extends Partial<HedgeView> {
  /** Signals to fill with plausible values, where `signals` does not give them. */
  readonly signalNames?: readonly string[];
  readonly seed?: number;
}

/** A view of a call near the money, five days into a life of 21; every field can be overridden. */
export function makeView(overrides: ViewOverrides = {}): HedgeView {
  const { signalNames = [], seed = 1, ...fields } = overrides;
  const paths = fields.paths ?? fields.prices?.[0].length ?? fields.strike?.length ?? 12;
  const step = fields.step ?? 5;
  const steps = fields.steps ?? 21;
  const position = fields.position ?? -1;
  const stream = createRandomStream(seed, 'view', step);
  const column = (draw: () => number) => Float64Array.from({ length: paths }, draw);
  return {
    step,
    steps,
    paths,
    optionType: 'call',
    position,
    strike: column(() => 100),
    yearsToExpiry: (steps - step) / 252,
    rateAnnual: 0.01,
    costBps: 10,
    prices: [column(() => 100 * Math.exp(0.05 * stream.normal()))],
    impliedVol: column(() => 0.08 + 0.3 * stream.uniform()),
    holdings: [column(() => -position * stream.uniform())],
    signals: makeSignals(signalNames, paths, seed, step),
    ...fields,
  };
}

/** One view per step of a life of `steps` days, for `runViews`; the holdings of step 0 are none. */
export function makeViews(overrides: ViewOverrides = {}): HedgeView[] {
  const steps = overrides.steps ?? 21;
  const paths = overrides.paths ?? 12;
  return Array.from({ length: steps }, (_, step) =>
    makeView({ holdings: [new Float64Array(paths)], ...overrides, paths, steps, step }),
  );
}

/** Runs a hedger over the views as the backtester does: reset first, each step's holdings carried to the next. */
export function runViews(hedger: Hedger, views: readonly HedgeView[]): Float64Array[] {
  hedger.reset?.(views[0].paths);
  let held = views[0].holdings;
  return views.map((view) => {
    const target = held.map((column) => column.slice());
    hedger.hedge({ ...view, holdings: held }, target);
    held = target;
    return target[0].slice();
  });
}

/** The view of some of its paths, in the order given. */
export function selectPaths(view: HedgeView, paths: readonly number[]): HedgeView {
  const pick = (column: Float64Array) => Float64Array.from(paths, (path) => column[path]);
  return {
    ...view,
    paths: paths.length,
    strike: pick(view.strike),
    prices: view.prices.map(pick),
    impliedVol: pick(view.impliedVol),
    holdings: view.holdings.map(pick),
    signals: Object.fromEntries(Object.entries(view.signals).map(([name, column]) => [name, pick(column)])),
  };
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
