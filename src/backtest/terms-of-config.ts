import { checkContract } from '../contracts/check-contract.ts';
import type { ContractTerms } from '../contracts/contract-terms.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { checkTrainingMarket } from '../simulate/create-market.ts';
import { InputError } from '../support/input-error.ts';
import { checkPolicies } from './check-policies.ts';
import type { BacktestConfig } from './config.ts';
import type { HedgingTerms } from './hedging-terms.ts';

/** Name of the signal that holds the half-spreads of `data.halfSpread`. */
export const halfSpreadSignal = 'halfSpreadBps';

/** Name of the signal that holds their forecast over the days to expiry. */
export const forecastHalfSpreadSignal = 'forecastHalfSpreadBps';

/** The contract, its underlying and the frictions of a configuration, as the backtester takes them. */
export function hedgingTerms(config: BacktestConfig): HedgingTerms {
  return {
    contract: contractOf(config),
    position: config.contract.side === 'short' ? -1 : 1,
    underlying: underlyingOf(config),
    frictions: { underlying: frictionsOf(config) },
  };
}

/** Levels are multiples of spot at writing. */
export function contractOf({
  contract,
}: {
  readonly contract: Pick<BacktestConfig['contract'], 'terms' | 'type' | 'moneyness'>;
}): ContractTerms {
  return contract.terms ?? { type: contract.type, strike: contract.moneyness };
}

export function underlyingOf({ underlying, rateAnnual }: UnderlyingConfig): Underlying {
  const { kind, model, dividendYieldAnnual, foreignRateAnnual } = underlying;
  const yields = { spot: dividendYieldAnnual, futures: rateAnnual, fx: foreignRateAnnual };
  return { kind, model, rateAnnual, yieldAnnual: yields[kind] };
}

/** `costBps` and what `frictions` adds to it. */
export function frictionsOf({
  costBps,
  frictions,
}: Pick<BacktestConfig, 'costBps' | 'frictions'>): readonly FrictionTerms[] {
  return [{ kind: 'proportional', costBps }, ...frictions];
}

function readsHalfSpread(friction: FrictionTerms): boolean {
  return friction.kind === 'half-spread' && friction.signal !== undefined;
}

/** The part of a configuration that says what the contract is written on. */
export interface UnderlyingConfig {
  readonly underlying: Omit<BacktestConfig['underlying'], 'interestDayCount'>;
  readonly rateAnnual: number;
}

/** Throws an InputError where a yield is given that the kind of underlying does not have. */
export function checkYields({ underlying }: Pick<UnderlyingConfig, 'underlying'>): void {
  const { kind, dividendYieldAnnual, foreignRateAnnual } = underlying;
  if (dividendYieldAnnual !== 0 && kind !== 'spot') {
    throw new InputError(
      `underlying.dividendYieldAnnual is ${dividendYieldAnnual} with underlying.kind ${kind}: ${kind === 'fx' ? 'an exchange rate has underlying.foreignRateAnnual' : 'futures pay no dividends'}; leave it out, or set underlying.kind to spot`,
    );
  }
  if (foreignRateAnnual !== 0 && kind !== 'fx') {
    throw new InputError(
      `underlying.foreignRateAnnual is ${foreignRateAnnual} with underlying.kind ${kind}: it goes with underlying.kind fx${kind === 'spot' ? '; a share has underlying.dividendYieldAnnual' : ''}`,
    );
  }
}

/** Throws an InputError where parts of a configuration do not go together; it says what is possible. */
export function checkCombinations(config: BacktestConfig): void {
  const { underlying, data, frictions } = config;
  const { kind, model } = underlying;
  checkYields(config);
  if (data.priceShift > 0 && (kind !== 'futures' || model !== 'bachelier')) {
    throw new InputError(
      `data.priceShift is ${data.priceShift} with underlying.kind ${kind} and underlying.model ${model}: shifted prices need futures (no cash is tied up in them) and bachelier (whose values do not change with a shift)`,
    );
  }
  if (config.market.name === 'bachelier' && model !== 'bachelier') {
    throw new InputError(
      `market.name is bachelier with underlying.model ${model}: expected underlying.model bachelier, or another market`,
    );
  }
  if (data.priceShift > 0 && data.impliedVol.file !== undefined) {
    throw new InputError(
      'data.impliedVol.file with data.priceShift: quoted volatilities are those of the prices as they are, not as shifted; leave one of them out',
    );
  }
  checkPolicies(config);
  checkTrainingMarket(config.market, tradingDaysPerYear);
  try {
    // Levels are multiples of spot at writing, which is 1 of them.
    checkContract(contractOf(config), underlyingOf(config), 1);
  } catch (error) {
    throw new InputError(`contract: ${(error as Error).message}`);
  }
  if (data.halfSpread !== undefined && !frictions.some(readsHalfSpread)) {
    throw new InputError(
      `data.halfSpread.file is ${data.halfSpread.file}, but no friction reads it: add { kind: half-spread, signal: ${halfSpreadSignal} } to frictions, or leave it out`,
    );
  }
  for (const [place, friction] of frictions.entries()) {
    if (friction.kind === 'delay' && friction.delaySteps >= config.contract.tenorDays) {
      throw new InputError(
        `frictions.${place}.delaySteps is ${friction.delaySteps}: expected fewer than the contract's ${config.contract.tenorDays} days, since orders due at expiry or later are never carried out`,
      );
    }
    if (friction.kind !== 'half-spread' || friction.signal === undefined) continue;
    if (friction.signal !== halfSpreadSignal || data.halfSpread === undefined) {
      throw new InputError(
        `frictions.${place}.signal is '${friction.signal}': expected ${halfSpreadSignal}, which data.halfSpread.file gives${data.halfSpread === undefined ? ' (it is missing)' : ''}, or halfSpreadBps for a constant`,
      );
    }
  }
}
