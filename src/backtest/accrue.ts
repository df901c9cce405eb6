import type { Underlying } from '../contracts/underlying.ts';
import { bpsInWhole } from '../market/frictions/friction.ts';
import type { Paths } from '../market/paths.ts';
import type { Books, TradedInstrument } from './traded-instrument.ts';

/**
 * From one step to the next: interest on cash and the spread on borrowed cash, then what holdings gain, earn and cost.
 * All is booked at the later step, so interest is on the cash account as the step's trades left it.
 *
 * @param instruments the underlying first
 */
export function accrue(
  step: number,
  paths: Paths,
  underlying: Underlying,
  instruments: readonly TradedInstrument[],
  books: Books,
): void {
  const years = stepYears(step, paths);
  accrueCash(years, underlying.rateAnnual, instruments[0].frictions.fundingSpreadBpsAnnual, books);
  instruments.forEach((instrument, i) => {
    const later = instrument.lookAhead(step + 1);
    accrueGains(instrument, later, books);
    if (i === 0 && !instrument.isMargined) accrueYield(instrument, later, years, underlying.yieldAnnual, books);
    accrueBorrowFees(instrument, years, books);
  });
}

/** Years of interest of one step: the same on every path, or a column. */
type StepYears = number | Float64Array;

function stepYears(step: number, { interestYears, yearsToExpiry, paths }: Paths): StepYears {
  if (interestYears === undefined) return yearsToExpiry[step] - yearsToExpiry[step + 1];
  return interestYears.subarray(step * paths, (step + 1) * paths);
}

/** e^{rate × years} − 1, one value per path. */
function growthOf(rateAnnual: number, years: StepYears, paths: number): Float64Array {
  if (typeof years === 'number') return new Float64Array(paths).fill(Math.expm1(rateAnnual * years));
  return years.map((ofPath) => Math.expm1(rateAnnual * ofPath));
}

function accrueCash(years: StepYears, rateAnnual: number, spreadBpsAnnual: number, { cash, ledger }: Books): void {
  const growth = growthOf(rateAnnual, years, cash.length);
  const funding =
    spreadBpsAnnual > 0 ? fundingOf(cash, growth, growthOf(spreadBpsAnnual / bpsInWhole, years, cash.length)) : null;
  for (let path = 0; path < cash.length; path++) {
    const interest = cash[path] * growth[path];
    cash[path] += interest;
    ledger.interest[path] += interest;
  }
  if (funding === null) return;
  for (let path = 0; path < cash.length; path++) {
    cash[path] -= funding[path];
    ledger.funding[path] += funding[path];
  }
}

/**
 * What a negative account pays over the interest: it grows at rate + spread, e^{(r+s)t} = e^{rt} + e^{rt} (e^{st} − 1),
 * and the second part is the spread's.
 */
function fundingOf(cash: Float64Array, growth: Float64Array, spreadGrowth: Float64Array): Float64Array {
  return cash.map((money, path) => (money < 0 ? -money * (1 + growth[path]) * spreadGrowth[path] : 0));
}

function accrueGains(
  { held, price, isMargined }: TradedInstrument,
  later: Float64Array,
  { cash, ledger }: Books,
): void {
  for (let path = 0; path < held.length; path++) {
    const gain = held[path] * (later[path] - price[path]);
    ledger.gains[path] += gain;
    if (isMargined) cash[path] += gain;
  }
}

function accrueYield(
  { held }: TradedInstrument,
  later: Float64Array,
  years: StepYears,
  yieldAnnual: number,
  { cash, ledger }: Books,
): void {
  if (yieldAnnual === 0) return;
  const growth = growthOf(yieldAnnual, years, held.length);
  for (let path = 0; path < held.length; path++) {
    const earned = held[path] * later[path] * growth[path];
    cash[path] += earned;
    ledger.dividends[path] += earned;
  }
}

function accrueBorrowFees(
  { held, price, frictions }: TradedInstrument,
  years: StepYears,
  { cash, ledger }: Books,
): void {
  if (frictions.borrowBpsAnnual === 0) return;
  const share = frictions.borrowBpsAnnual / bpsInWhole;
  for (let path = 0; path < held.length; path++) {
    if (!(held[path] < 0)) continue;
    const fee = share * Math.abs(held[path] * price[path]) * (typeof years === 'number' ? years : years[path]);
    cash[path] -= fee;
    ledger.borrow[path] += fee;
  }
}
