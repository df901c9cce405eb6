import { checkContract } from '../contracts/check-contract.ts';
import { checkQuotedLevel } from '../contracts/check-quoted-level.ts';
import type { RunningContract } from '../contracts/contract.ts';
import { contractScale } from '../contracts/contract-scale.ts';
import { createContract } from '../contracts/create-contract.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import type { Paths } from '../market/paths.ts';
import { accrue } from './accrue.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { openInstruments } from './open-instruments.ts';
import { openDesk } from './policy-desk.ts';
import type { Books } from './traded-instrument.ts';

export interface RunHedgerOptions {
  readonly recordHoldings?: boolean;
}

/**
 * Runs one policy over every path and keeps its books. Each step: value, ask the policy, trade, charge, accrue; at
 * expiry the hedge is unwound at the same frictions as every trade (`HedgingTerms.unwinds`) and the contract settled. The premium is the
 * contract's value at the implied volatility of step 0.
 *
 * Prices are those of the paths, moved by what the policy itself has traded on the same path where the frictions say
 * so: the view, gains, costs, fixings and payoff all see the moved price of the underlying. Implied volatility, signals
 * and the prices of the other instruments stay. An instrument may be traded before the policy is asked, where its
 * orders are delayed: the view's holdings are those that have been traded to, and `target` arrives with the holdings
 * last wanted.
 *
 * Money accrues from step to step on `Paths.interestYears`, or else on the differences of `yearsToExpiry`: interest on
 * cash, the underlying's yield on holdings of it (reinvested, so in units: held × (e^{q·years} − 1), at the later
 * price), fees on short holdings, a spread on negative cash. Holding futures takes no cash: their gains are paid into
 * the cash account every step.
 *
 * The policy is shown one step at a time, in arrays that hold nothing else: no later price can be reached from them.
 *
 * @throws RangeError on terms that make no sense or do not go with the paths, on a contract that is decided when written,
 *   and on a price that the model of the underlying does not know
 * @throws Error when the policy answers with a holding that is not a finite number
 * @example
 * const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 1000, steps: 21, seed: 1, stream: ['example'] });
 * const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });
 * const { pnl, costs } = runHedger(createBlackScholesDeltaHedger(), paths, terms);
 */
export function runHedger(
  hedger: Hedger,
  paths: Paths,
  terms: HedgingTerms,
  { recordHoldings = false }: RunHedgerOptions = {},
): Ledger {
  const { paths: count, steps } = paths;
  const instruments = openInstruments(paths, terms);
  const costKinds = instruments.flatMap(({ frictions }) => frictions.chargeKinds);
  const ledger = createLedger(count, steps, { costKinds, instruments: instruments.length, recordHoldings });
  const books: Books = { ledger, cash: new Float64Array(count) };
  const contract = writeContract(paths, terms, instruments[0].price, books);
  const desk = openDesk(hedger, paths, terms, instruments, contract, books.cash);
  hedger.reset?.(count);
  for (let step = 0; step < steps; step++) {
    for (const instrument of instruments) instrument.tradeDue(step, books);
    const targets = desk.ask(step);
    instruments.forEach((instrument, i) => {
      instrument.order(step, targets[i], books);
      ledger.holdings?.[i].set(instrument.held, step * count);
    });
    accrue(step, paths, terms.underlying, instruments, books);
    for (const instrument of instruments) instrument.goOn();
    contract.observe(instruments[0].price);
  }
  for (const instrument of instruments) {
    if (terms.unwinds ?? true) instrument.unwind(steps, books);
    else instrument.settle(books);
  }
  settle(terms, contract, books);
  return ledger;
}

/** Writes (or buys) the contracts at step 0: the cash account starts with the premium. */
function writeContract(
  paths: Paths,
  terms: HedgingTerms,
  spot: Float64Array,
  { cash, ledger }: Books,
): RunningContract {
  const { contract, position, underlying } = terms;
  const written = createContract(contract);
  checkContract(contract, underlying);
  checkQuotedLevel(paths, contract);
  const scale = contractScale(paths.strike, contract);
  for (let path = 0; path < paths.paths; path++) checkContract(contract, underlying, spot[path] / scale[path]);
  const years = paths.yearsToExpiry[0];
  const running = written.run(scale, paths.steps, years);
  running.observe(spot);
  running.value(ledger.premium, { underlying, spot, vol: paths.impliedVol.subarray(0, paths.paths), years });
  for (let path = 0; path < paths.paths; path++) {
    ledger.premium[path] *= -position;
    cash[path] = ledger.premium[path];
  }
  return running;
}

/** Expiry: the contract is settled, and what is left in cash is the P&L. */
function settle({ position }: HedgingTerms, contract: RunningContract, { cash, ledger }: Books): void {
  contract.payoff(ledger.payoff);
  for (let path = 0; path < ledger.paths; path++) {
    ledger.payoff[path] *= -position;
    ledger.pnl[path] = cash[path] - ledger.payoff[path];
  }
}
