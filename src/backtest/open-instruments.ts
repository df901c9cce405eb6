import { createFrictions, type Frictions } from '../market/frictions/create-frictions.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';
import type { Paths } from '../market/paths.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import { openInstrument, type TradedInstrument } from './traded-instrument.ts';

/**
 * The hedge instruments of a run, the underlying first, each under its frictions.
 *
 * @throws RangeError where terms make no sense together, or do not go with the paths
 */
export function openInstruments(paths: Paths, terms: HedgingTerms): TradedInstrument[] {
  const { position, underlying } = terms;
  const others = paths.instruments ?? [];
  const lists = terms.frictions.instruments ?? [];
  if (position !== 1 && position !== -1) {
    throw new RangeError(`position is ${position}: expected 1 (the desk owns the contract) or -1 (it has written it)`);
  }
  if (underlying.kind === 'futures' && underlying.yieldAnnual !== underlying.rateAnnual) {
    throw new RangeError(
      `yieldAnnual is ${underlying.yieldAnnual} on futures: expected rateAnnual, ${underlying.rateAnnual}, since holding them takes no cash`,
    );
  }
  if (lists.length !== others.length) {
    throw new RangeError(
      `frictions.instruments has ${lists.length} lists: expected ${others.length}, one for each instrument of the paths beside the underlying (an empty list is no friction)`,
    );
  }
  const isMargined = underlying.kind === 'futures';
  const first = openInstrument(paths, {
    name: 'the underlying',
    prices: paths.spot,
    frictions: frictionsOf('underlying', terms.frictions.underlying, paths, isMargined),
    isMargined,
    lowestPrice: underlying.model === 'bachelier' ? -Number.MAX_VALUE : 0,
  });
  const rest = others.map(({ name, price }, i) =>
    openInstrument(paths, {
      name,
      prices: price,
      frictions: frictionsOf(`instruments[${i}] (${name})`, lists[i], paths, false),
      isMargined: false,
      lowestPrice: -Number.MAX_VALUE,
    }),
  );
  return [first, ...rest];
}

function frictionsOf(place: string, terms: readonly FrictionTerms[], paths: Paths, isMargined: boolean): Frictions {
  const frictions = createFrictions(terms);
  const has = (kind: FrictionTerms['kind']) => terms.some((friction) => friction.kind === kind);
  for (const signal of frictions.signals) {
    if (paths.signals[signal] !== undefined) continue;
    const known = Object.keys(paths.signals).join(', ') || 'none';
    throw new RangeError(
      `frictions.${place} reads the signal '${signal}', which these paths lack (they have: ${known})`,
    );
  }
  if (isMargined && has('borrow')) {
    throw new RangeError(`frictions.${place} holds 'borrow': futures are sold short without borrowing; leave it out`);
  }
  if (place !== 'underlying' && has('funding')) {
    throw new RangeError(
      `frictions.${place} holds 'funding': there is one cash account, so expected it among frictions.underlying`,
    );
  }
  return frictions;
}
