import { blackScholesPrice } from '../contracts/black-scholes.ts';
import { europeanPayoff } from '../contracts/european.ts';
import type { Hedger, HedgeView } from '../hedgers/hedger.ts';
import type { Paths } from '../market/paths.ts';
import { proportionalCost, type TradingCost } from '../market/trading-cost.ts';
import { createLedger, type Ledger } from './ledger.ts';

/** The contract and the frictions under which a policy is run. */
export interface HedgingTerms {
  readonly optionType: 'call' | 'put';
  /** +1 when the desk owns the option, −1 when it has written it. */
  readonly position: 1 | -1;
  readonly costBps: number;
  /** Continuously compounded rate a year, a decimal, earned and paid on the cash account. */
  readonly rateAnnual: number;
}

export interface RunHedgerOptions {
  readonly recordHoldings?: boolean;
}

/**
 * Runs one policy over every path and keeps its books. Each step: value, ask the policy, trade, charge, accrue; at
 * expiry the option is settled and the hedge unwound at the same cost as every trade. The premium is the
 * Black–Scholes price at the implied volatility of step 0.
 *
 * The policy is shown one step at a time, in arrays that hold nothing else: no later price can be reached from them.
 *
 * @throws Error when the policy answers with a holding that is not a finite number
 */
export function runHedger(
  hedger: Hedger,
  paths: Paths,
  terms: HedgingTerms,
  { recordHoldings = false }: RunHedgerOptions = {},
): Ledger {
  const ledger = createLedger(paths.paths, paths.steps, recordHoldings);
  const cost = proportionalCost(terms.costBps);
  const desk = openDesk(hedger, paths, terms);
  const cash = writeOptions(paths, terms, ledger);
  hedger.reset?.(paths.paths);
  for (let step = 0; step < paths.steps; step++) {
    const target = desk.ask(step);
    trade(target, desk.held, paths.spot.subarray(step * paths.paths), cash, cost, ledger);
    ledger.holdings?.set(desk.held, step * paths.paths);
    accrue(step, paths, terms.rateAnnual, desk.held, cash, ledger);
  }
  settle(paths, terms, desk.held, cash, cost, ledger);
  return ledger;
}

/** The desk shows the policy each step and hands back what it wants to hold. */
function openDesk(hedger: Hedger, paths: Paths, terms: HedgingTerms) {
  const count = paths.paths;
  const held = new Float64Array(count);
  const target = new Float64Array(count);
  const shown = { holdings: new Float64Array(count), spot: new Float64Array(count), vol: new Float64Array(count) };
  const strike = paths.strike.slice();
  const signals: Record<string, Float64Array> = {};
  for (const name of hedger.signals) {
    if (paths.signals[name] === undefined) {
      throw new RangeError(
        `policy '${hedger.name}' reads the signal '${name}', which these paths lack (they have: ${Object.keys(paths.signals).join(', ') || 'none'})`,
      );
    }
    signals[name] = new Float64Array(count);
  }

  function ask(step: number): Float64Array {
    const from = step * count;
    const to = from + count;
    shown.holdings.set(held);
    shown.spot.set(paths.spot.subarray(from, to));
    shown.vol.set(paths.impliedVol.subarray(from, to));
    for (const name of hedger.signals) signals[name].set(paths.signals[name].subarray(from, to));
    target.set(held);
    const view: HedgeView = {
      step,
      steps: paths.steps,
      paths: count,
      optionType: terms.optionType,
      position: terms.position,
      strike,
      yearsToExpiry: paths.yearsToExpiry[step],
      rateAnnual: terms.rateAnnual,
      costBps: terms.costBps,
      prices: [shown.spot],
      impliedVol: shown.vol,
      holdings: [shown.holdings],
      signals,
    };
    hedger.hedge(view, [target]);
    for (let path = 0; path < count; path++) {
      if (!Number.isFinite(target[path])) {
        throw new Error(`policy '${hedger.name}' wants to hold ${target[path]} at step ${step} of path ${path}`);
      }
    }
    return target;
  }

  return { held, ask };
}

/** Writes the options at step 0; the cash account starts with the premium. */
function writeOptions(paths: Paths, { optionType, position, rateAnnual }: HedgingTerms, ledger: Ledger): Float64Array {
  const years = paths.yearsToExpiry[0];
  const cash = new Float64Array(paths.paths);
  for (let path = 0; path < paths.paths; path++) {
    const price = blackScholesPrice(
      optionType,
      paths.spot[path],
      paths.strike[path],
      years,
      rateAnnual,
      paths.impliedVol[path],
    );
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
  cost: TradingCost,
  ledger: Ledger,
): void {
  for (let path = 0; path < target.length; path++) {
    const quantity = target[path] - held[path];
    if (quantity === 0) continue;
    const charge = cost.charge(quantity, spot[path]);
    cash[path] -= quantity * spot[path] + charge;
    ledger.costs[path] += charge;
    ledger.traded[path] += Math.abs(quantity) * spot[path];
    ledger.trades[path] += 1;
    held[path] = target[path];
  }
}

/** From this close to the next: interest on cash, price changes on holdings. */
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

/** Expiry: the hedge is unwound, the option settled, and what is left in cash is the P&L. */
function settle(
  paths: Paths,
  { optionType, position }: HedgingTerms,
  held: Float64Array,
  cash: Float64Array,
  cost: TradingCost,
  ledger: Ledger,
): void {
  const spot = paths.spot.subarray(paths.steps * paths.paths);
  trade(new Float64Array(paths.paths), held, spot, cash, cost, ledger);
  for (let path = 0; path < paths.paths; path++) {
    ledger.payoff[path] = -position * europeanPayoff(optionType, spot[path], paths.strike[path]);
    ledger.pnl[path] = cash[path] - ledger.payoff[path];
  }
}
