import type { Frictions } from '../market/frictions/create-frictions.ts';
import type { Trades } from '../market/frictions/friction.ts';
import type { Paths } from '../market/paths.ts';
import type { Ledger } from './ledger.ts';

/** Where money goes: the cash account, and the ledger that itemises it. */
export interface Books {
  readonly cash: Float64Array;
  readonly ledger: Ledger;
}

export interface InstrumentOptions {
  readonly name: string;
  /** (steps + 1) × paths prices before any impact of the desk's own trades. */
  readonly prices: Float64Array;
  readonly frictions: Frictions;
  /** Futures are margined: holding them takes no cash, and their gains are paid every step. */
  readonly isMargined: boolean;
  /** Prices below it are refused. */
  readonly lowestPrice: number;
}

/** A hedge instrument on its way along the paths: its price as the desk has moved it, and what the desk holds of it. */
export interface TradedInstrument extends InstrumentOptions {
  /** Price at the present step, in money. */
  readonly price: Float64Array;
  /** Units held. */
  readonly held: Float64Array;
  /** The holding last wanted, in whole lots: what is held once all orders are carried out. */
  readonly wanted: Float64Array;
  /** Price at the next step, this step's trades counted; a column that the next call fills anew. */
  lookAhead(nextStep: number): Float64Array;
  /** Goes on: the price looked ahead at becomes the present one. */
  goOn(): void;
  /** Carries out the orders that are due at this step. */
  tradeDue(step: number, books: Books): void;
  /** Takes the holdings wanted, and trades to them where orders are not delayed. */
  order(step: number, target: Float64Array, books: Books): void;
  /** Trades all that is held. */
  unwind(step: number, books: Books): void;
  /** Pays out all that is held at its present price, without a trade. */
  settle(books: Books): void;
}

/** An instrument of which nothing is held, at step 0. */
export function openInstrument(paths: Paths, options: InstrumentOptions): TradedInstrument {
  const { name, prices, frictions, isMargined, lowestPrice } = options;
  const count = paths.paths;
  const { delaySteps } = frictions;
  const column = () => new Float64Array(count);
  const [price, nextPrice, held, wanted, quantity, costs] = Array.from({ length: 6 }, column);
  const nothing = column();
  const shift = frictions.movesPrices ? column() : null;
  const orders = Array.from({ length: delaySteps }, column);
  const charges = frictions.chargeKinds.map(column);
  const spotAtWriting = paths.spot.slice(0, count).map(Math.abs);

  function lookAhead(step: number): Float64Array {
    const from = step * count;
    nextPrice.set(prices.subarray(from, from + count));
    if (shift !== null) for (let path = 0; path < count; path++) nextPrice[path] += shift[path];
    for (let path = 0; path < count; path++) {
      if (!(nextPrice[path] >= lowestPrice && nextPrice[path] < Number.POSITIVE_INFINITY)) throw priceError(step, path);
    }
    return nextPrice;
  }

  function priceError(step: number, path: number): RangeError {
    const moved = nextPrice[path];
    const untouched = shift === null || shift[path] === 0;
    const expected = lowestPrice === 0 ? "a number >= 0, as the model 'black-scholes' needs" : 'a finite number';
    const cause = untouched ? '' : ` once the desk's own trades have moved it from ${prices[step * count + path]}`;
    return new RangeError(`price of ${name} is ${moved} at step ${step} of path ${path}${cause}: expected ${expected}`);
  }

  function trade(step: number, target: Float64Array, { cash, ledger }: Books): void {
    subtract(quantity, target, held);
    chargeTrades(step, ledger);
    payTrades(quantity, price, costs, isMargined, cash, ledger);
    if (shift !== null) {
      for (let path = 0; path < count; path++) shift[path] += frictions.priceShift(quantity[path], price[path]);
    }
    copyChanged(held, target);
  }

  /** Fills `costs` with what the trades of `quantity` cost together, and books it by kind. */
  function chargeTrades(step: number, ledger: Ledger): void {
    costs.fill(0);
    for (const charge of charges) charge.fill(0);
    frictions.charge(charges, tradesAt(step));
    frictions.chargeKinds.forEach((kind, i) => {
      addTo(costs, charges[i]);
      addTo(ledger.costItems[kind] as Float64Array, charges[i]);
    });
    addTo(ledger.costs, costs);
  }

  function tradesAt(step: number): Trades {
    const signals: Record<string, Float64Array> = {};
    for (const signal of frictions.signals) {
      signals[signal] = paths.signals[signal].subarray(step * count, (step + 1) * count);
    }
    return { quantity, price, spotAtWriting, signals };
  }

  const instrument: TradedInstrument = {
    ...options,
    price,
    held,
    wanted,
    lookAhead,
    goOn: () => price.set(nextPrice),
    tradeDue(step, books) {
      if (delaySteps > 0 && step >= delaySteps) trade(step, orders[step % delaySteps], books);
    },
    order(step, target, books) {
      wanted.set(target);
      frictions.roundHoldings(wanted);
      if (delaySteps === 0) trade(step, wanted, books);
      else orders[step % delaySteps].set(wanted);
    },
    unwind: (step, books) => trade(step, nothing, books),
    settle({ cash }) {
      if (!isMargined) for (let path = 0; path < count; path++) cash[path] += held[path] * price[path];
      held.fill(0);
    },
  };
  lookAhead(0);
  instrument.goOn();
  return instrument;
}

/** Takes what is bought and its cost from the cash account; margined trades take their cost alone. */
function payTrades(
  quantity: Float64Array,
  price: Float64Array,
  costs: Float64Array,
  isMargined: boolean,
  cash: Float64Array,
  { traded, trades }: Ledger,
): void {
  for (let path = 0; path < quantity.length; path++) {
    if (quantity[path] === 0) continue;
    const value = quantity[path] * price[path];
    cash[path] -= isMargined ? costs[path] : value + costs[path];
    traded[path] += Math.abs(value);
    trades[path] += 1;
  }
}

/** Cash and what is held at present prices; gains of what is margined are in cash already. */
export function writeWealth(wealth: Float64Array, cash: Float64Array, instruments: readonly TradedInstrument[]): void {
  wealth.set(cash);
  for (const { held, price, isMargined } of instruments) {
    if (isMargined) continue;
    for (let path = 0; path < wealth.length; path++) wealth[path] += held[path] * price[path];
  }
}

function addTo(sum: Float64Array, amount: Float64Array): void {
  for (let path = 0; path < sum.length; path++) sum[path] += amount[path];
}

function subtract(difference: Float64Array, from: Float64Array, what: Float64Array): void {
  for (let path = 0; path < difference.length; path++) difference[path] = from[path] - what[path];
}

/** 0 and −0 are the same holding. */
function copyChanged(to: Float64Array, from: Float64Array): void {
  for (let path = 0; path < to.length; path++) if (to[path] !== from[path]) to[path] = from[path];
}
