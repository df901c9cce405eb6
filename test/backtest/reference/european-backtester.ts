import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import type { Hedger, HedgeView } from '../../../src/hedgers/hedger.ts';
import type { Paths } from '../../../src/market/paths.ts';
import { normalCdf } from '../../../src/math/normal.ts';

/*
 * The backtester of European options under one proportional cost, as release 0.2.0 had it: what published results were
 * computed with. Frozen, so that the general one can be held to its bits; not to be changed with it. Its price of the option
 * lost digits far out of the money: another one can be given.
 */

export interface EuropeanTerms {
  readonly optionType: 'call' | 'put';
  readonly position: 1 | -1;
  readonly costBps: number;
  readonly rateAnnual: number;
}

export function runEuropean(hedger: Hedger, paths: Paths, terms: EuropeanTerms, priceOf = blackScholesPrice) {
  const ledger = createLedger(paths.paths, paths.steps);
  const share = terms.costBps / 10_000;
  const held = new Float64Array(paths.paths);
  const target = new Float64Array(paths.paths);
  const cash = writeOptions(paths, terms, ledger, priceOf);
  hedger.reset?.(paths.paths);
  for (let step = 0; step < paths.steps; step++) {
    target.set(held);
    hedger.hedge(viewOf(step, held, paths, terms, hedger.signals), [target]);
    trade(target, held, paths.spot.subarray(step * paths.paths), cash, share, ledger);
    ledger.holdings.set(held, step * paths.paths);
    accrue(step, paths, terms.rateAnnual, held, cash, ledger);
  }
  settle(paths, terms, held, cash, share, ledger);
  return ledger;
}

type Ledger = ReturnType<typeof createLedger>;

function createLedger(paths: number, steps: number) {
  return {
    paths,
    premium: new Float64Array(paths),
    payoff: new Float64Array(paths),
    gains: new Float64Array(paths),
    costs: new Float64Array(paths),
    interest: new Float64Array(paths),
    pnl: new Float64Array(paths),
    traded: new Float64Array(paths),
    trades: new Float64Array(paths),
    holdings: new Float64Array((steps + 1) * paths),
  };
}

function viewOf(
  step: number,
  held: Float64Array,
  paths: Paths,
  terms: EuropeanTerms,
  signals: readonly string[],
): HedgeView {
  const at = (column: Float64Array) => column.slice(step * paths.paths, (step + 1) * paths.paths);
  return {
    step,
    steps: paths.steps,
    paths: paths.paths,
    position: terms.position,
    underlying: plainUnderlying(terms.rateAnnual),
    costBps: terms.costBps,
    strike: paths.strike.slice(),
    yearsToExpiry: paths.yearsToExpiry[step],
    prices: [at(paths.spot)],
    instruments: [],
    impliedVol: at(paths.impliedVol),
    holdings: [held.slice()],
    // Policies of that release did not read it.
    wealth: new Float64Array(paths.paths).fill(Number.NaN),
    signals: Object.fromEntries(signals.map((name) => [name, at(paths.signals[name])])),
    // Policies under test reckon their own deltas.
    contract: undefined as never,
  };
}

function writeOptions(
  paths: Paths,
  { optionType, position, rateAnnual }: EuropeanTerms,
  ledger: Ledger,
  priceOf: typeof blackScholesPrice,
): Float64Array {
  const years = paths.yearsToExpiry[0];
  const cash = new Float64Array(paths.paths);
  for (let path = 0; path < paths.paths; path++) {
    const price = priceOf(optionType, paths.spot[path], paths.strike[path], years, rateAnnual, paths.impliedVol[path]);
    ledger.premium[path] = -position * price;
    cash[path] = ledger.premium[path];
  }
  return cash;
}

function trade(
  target: Float64Array,
  held: Float64Array,
  spot: Float64Array,
  cash: Float64Array,
  share: number,
  ledger: Ledger,
): void {
  for (let path = 0; path < target.length; path++) {
    const quantity = target[path] - held[path];
    if (quantity === 0) continue;
    const charge = share * Math.abs(quantity * spot[path]);
    cash[path] -= quantity * spot[path] + charge;
    ledger.costs[path] += charge;
    ledger.traded[path] += Math.abs(quantity) * spot[path];
    ledger.trades[path] += 1;
    held[path] = target[path];
  }
}

function accrue(
  step: number,
  paths: Paths,
  rateAnnual: number,
  held: Float64Array,
  cash: Float64Array,
  ledger: Ledger,
): void {
  const { spot, yearsToExpiry, paths: count } = paths;
  const growth = Math.expm1(rateAnnual * (yearsToExpiry[step] - yearsToExpiry[step + 1]));
  const from = step * count;
  for (let path = 0; path < count; path++) {
    const interest = cash[path] * growth;
    cash[path] += interest;
    ledger.interest[path] += interest;
    ledger.gains[path] += held[path] * (spot[from + count + path] - spot[from + path]);
  }
}

function settle(
  paths: Paths,
  { optionType, position }: EuropeanTerms,
  held: Float64Array,
  cash: Float64Array,
  share: number,
  ledger: Ledger,
): void {
  const spot = paths.spot.subarray(paths.steps * paths.paths);
  trade(new Float64Array(paths.paths), held, spot, cash, share, ledger);
  for (let path = 0; path < paths.paths; path++) {
    ledger.payoff[path] = -position * payoff(optionType, spot[path], paths.strike[path]);
    ledger.pnl[path] = cash[path] - ledger.payoff[path];
  }
}

function payoff(optionType: 'call' | 'put', spot: number, strike: number): number {
  return Math.max(optionType === 'call' ? spot - strike : strike - spot, 0);
}

function blackScholesPrice(
  optionType: 'call' | 'put',
  spot: number,
  strike: number,
  years: number,
  rate: number,
  vol: number,
): number {
  const deviation = vol * Math.sqrt(years);
  const logForward = Math.log(spot / strike) + rate * years;
  const d1 = logForward === 0 ? 0.5 * deviation : logForward / deviation + 0.5 * deviation;
  const d2 = d1 - vol * Math.sqrt(years);
  const discounted = strike * Math.exp(-rate * years);
  return optionType === 'call'
    ? spot * normalCdf(d1) - discounted * normalCdf(d2)
    : discounted * normalCdf(-d2) - spot * normalCdf(-d1);
}
