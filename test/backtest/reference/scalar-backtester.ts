import type { HedgingTerms } from '../../../src/backtest/hedging-terms.ts';
import type { FrictionKind, FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';
import type { Paths } from '../../../src/market/paths.ts';

/*
 * The books of one path, one number at a time, written from the documentation of the terms and sharing no code with the
 * backtester. Premium and payoff are given; `wanted[i][step]` is the holding of instrument i wanted at each step.
 */

export interface ScalarCase {
  readonly paths: Paths;
  readonly path: number;
  readonly terms: HedgingTerms;
  readonly wanted: readonly (readonly number[])[];
  readonly premium: number;
}

export function bookPath({ paths, path, terms, wanted, premium }: ScalarCase) {
  const { steps } = paths;
  const at = (column: Float64Array, step: number) => column[step * paths.paths + path];
  const { underlying } = terms;
  const r = underlying.rateAnnual;
  const isFutures = underlying.kind === 'futures';
  const notional = Math.abs(at(paths.spot, 0));
  const columns = [paths.spot, ...(paths.instruments ?? []).map(({ price }) => price)];
  const lists = [terms.frictions.underlying, ...(terms.frictions.instruments ?? [])];
  const held = columns.map(() => 0);
  const moved = columns.map(() => 0);
  const items: Partial<Record<FrictionKind, number>> = {};
  const books = {
    cash: premium,
    gains: 0,
    costs: 0,
    interest: 0,
    dividends: 0,
    borrow: 0,
    funding: 0,
    traded: 0,
    trades: 0,
  };

  /** Before each step's own trade, after the delayed ones that are due. */
  const wealth: number[] = [];

  const price = (i: number, step: number) => at(columns[i], step) + moved[i];
  function trade(i: number, step: number, holding: number): number {
    const q = holding - held[i];
    if (q === 0) return 0;
    const p = price(i, step);
    const value = Math.abs(q * p);
    let shift = 0;
    for (const terms of lists[i]) {
      const [cost, move] = chargeOf(terms, q, p, value, notional, (name) => at(paths.signals[name], step));
      if (cost !== null) {
        items[terms.kind] = (items[terms.kind] ?? 0) + cost;
        books.costs += cost;
        books.cash -= cost;
      }
      shift += move;
    }
    books.cash -= i === 0 && isFutures ? 0 : q * p;
    books.traded += value;
    books.trades += 1;
    held[i] = holding;
    return shift;
  }

  for (let step = 0; step < steps; step++) {
    const now = columns.map((_, i) => price(i, step));
    const delayOf = (i: number) => find(lists[i], 'delay')?.delaySteps ?? 0;
    const tradeOf = (i: number) => {
      const delay = delayOf(i);
      const lot = find(lists[i], 'lots')?.lotUnits;
      if (step < delay) return;
      const want = wanted[i][step - delay];
      moved[i] += trade(
        i,
        step,
        lot === undefined ? want : Math.sign(want) * Math.floor(Math.abs(want) / lot + 0.5) * lot,
      );
    };
    columns.forEach((_, i) => void (delayOf(i) > 0 && tradeOf(i)));
    const worth = (i: number) => (i === 0 && isFutures ? 0 : held[i] * now[i]);
    wealth.push(columns.reduce((sum, _, i) => sum + worth(i), books.cash));
    columns.forEach((_, i) => void (delayOf(i) === 0 && tradeOf(i)));
    const later = columns.map((_, i) => price(i, step + 1));
    const dt =
      paths.interestYears === undefined
        ? paths.yearsToExpiry[step] - paths.yearsToExpiry[step + 1]
        : at(paths.interestYears, step);
    const spread = find(lists[0], 'funding')?.spreadBpsAnnual ?? 0;
    const funding = books.cash < 0 ? -books.cash * (Math.exp((r + spread / 1e4) * dt) - Math.exp(r * dt)) : 0;
    const interest = books.cash * (Math.exp(r * dt) - 1);
    books.interest += interest;
    books.funding += funding;
    books.cash += interest - funding;
    columns.forEach((_, i) => {
      const gain = held[i] * (later[i] - now[i]);
      const earned = i > 0 || isFutures ? 0 : held[i] * later[i] * (Math.exp(underlying.yieldAnnual * dt) - 1);
      const short = held[i] < 0 ? Math.abs(held[i] * now[i]) : 0;
      const fee = ((find(lists[i], 'borrow')?.borrowBpsAnnual ?? 0) / 1e4) * dt * short;
      books.gains += gain;
      books.dividends += earned;
      books.borrow += fee;
      books.cash += earned - fee + (i === 0 && isFutures ? gain : 0);
    });
  }
  if (terms.unwinds === false) {
    columns.forEach((_, i) => {
      if (i > 0 || !isFutures) books.cash += held[i] * price(i, steps);
    });
  } else columns.forEach((_, i) => void trade(i, steps, 0));
  return { ...books, items, wealth };
}

function find<K extends FrictionKind>(list: readonly FrictionTerms[], kind: K) {
  return list.find((terms): terms is Extract<FrictionTerms, { kind: K }> => terms.kind === kind);
}

type Charge = readonly [cost: number | null, move: number];

function chargeOf(
  terms: FrictionTerms,
  q: number,
  p: number,
  value: number,
  notional: number,
  signal: (name: string) => number,
): Charge {
  switch (terms.kind) {
    case 'proportional':
      return [value * terms.costBps * 1e-4, 0];
    case 'half-spread':
      return [value * 1e-4 * (terms.halfSpreadBps ?? signal(terms.signal ?? '')), 0];
    case 'fixed-fee':
      return [terms.feePercent * 0.01 * notional, 0];
    case 'minimum-fee':
      return [Math.max(value * terms.costBps * 1e-4, terms.minimumFeePercent * 0.01 * notional), 0];
    case 'quadratic-impact':
      return [
        terms.temporaryBpsPerUnit * 1e-4 * q * q * Math.abs(p),
        (terms.permanentBpsPerUnit ?? 0) * 1e-4 * q * Math.abs(p),
      ];
    case 'square-root-impact':
      return [
        terms.temporaryBpsPerRootUnit * 1e-4 * Math.abs(q) ** 1.5 * Math.abs(p),
        (terms.permanentBpsPerRootUnit ?? 0) * 1e-4 * (q < 0 ? -1 : 1) * Math.abs(q) ** 0.5 * Math.abs(p),
      ];
    default:
      return [null, 0];
  }
}
