import type { BacktestConfig } from '../backtest/config.ts';
import { frictionsOf, type UnderlyingConfig } from '../backtest/terms-of-config.ts';
import { describeContract as describeTerms } from '../contracts/describe-contract.ts';
import { createFrictions } from '../market/frictions/create-frictions.ts';
import { formatNumber } from './format.ts';

/** A criterion in words: what is made small, how it is computed, and its unit. */
export interface ObjectiveWords {
  readonly name: string;
  readonly formula: string;
  readonly unit: string;
}

/** The configured objective in words. */
export function describeObjective(objective: BacktestConfig['objective']): ObjectiveWords {
  const words = describeExact(objective);
  if (!('smoothingWidth' in objective && objective.smoothingWidth > 0)) return words;
  const width = `${formatCompact(objective.smoothingWidth)} % of spot`;
  return { ...words, name: `smooth ${words.name}`, formula: `${words.formula}, smoothed over ${width}` };
}

function describeExact(objective: BacktestConfig['objective']): ObjectiveWords {
  const unit = '% of spot';
  switch (objective.criterion) {
    case 'mean-sd': {
      const name = `mean loss + ${formatCompact(objective.riskAversion)} sd`;
      return { name, formula: `−mean + ${formatCompact(objective.riskAversion)} × sd of P&L`, unit };
    }
    case 'cvar': {
      const level = formatCompact(100 * objective.level);
      const tail = formatCompact(100 - 100 * objective.level);
      return { name: `CVaR ${level} %`, formula: `mean loss in the worst ${tail} % of episodes`, unit };
    }
    case 'quadratic-cvar': {
      const aversion = formatCompact(objective.riskAversion);
      const formula = `threshold + ${aversion} × root mean square of losses beyond it, at the best threshold`;
      return { name: `quadratic CVaR, aversion ${aversion}`, formula, unit };
    }
    case 'entropic': {
      const aversion = formatCompact(objective.riskAversion);
      const name = `entropic risk, aversion ${aversion}`;
      return { name, formula: `log of the mean of exp(−${aversion} × P&L), over ${aversion}`, unit };
    }
    case 'isoelastic': {
      const wealth = `${formatCompact(objective.initialWealth)} % of spot`;
      const name = `isoelastic risk, aversion ${formatCompact(objective.riskAversion)}`;
      return { name, formula: `sure loss of the same isoelastic utility, from a wealth of ${wealth}`, unit };
    }
    case 'downside': {
      const target = objective.target === 0 ? '0' : `${formatCompact(objective.target)} % of spot`;
      const name = `downside deviation${objective.target === 0 ? '' : ` below ${target}`}`;
      return { name, formula: `root mean square of what P&L is short of ${target}`, unit };
    }
    case 'mean-variance': {
      const half = formatCompact(objective.riskAversion / 2);
      return {
        name: `mean loss + ${half} variances`,
        formula: `−mean + ${half} × variance of P&L, a weight per ${unit}`,
        unit,
      };
    }
    case 'variance':
      return { name: 'variance', formula: 'variance of P&L', unit: '(% of spot)²' };
  }
}

/** '21-day call, at the money, written every trading day', with what it is written on where that is no plain share. */
export function describeContract(config: BacktestConfig): string {
  const { contract } = config;
  const often = contract.everyDays === 1 ? 'every trading day' : `every ${contract.everyDays} trading days`;
  const verb = contract.side === 'short' ? 'written' : 'bought';
  const underlying = describeUnderlying(config);
  return `${contract.tenorDays}-day ${describePayoff(contract)}, ${verb} ${often}${underlying === '' ? '' : `, on ${underlying}`}`;
}

/** 'call, at the money', or a contract's own description. */
export function describePayoff({
  type,
  moneyness,
  terms,
}: Pick<BacktestConfig['contract'], 'type' | 'moneyness' | 'terms'>): string {
  if (terms === undefined) {
    return `${type}, ${moneyness === 1 ? 'at the money' : `strike at ${formatCompact(100 * moneyness)} % of spot`}`;
  }
  const words = describeTerms(terms);
  return /[0-9]/.test(words) ? `${words} (spot at writing is 1)` : words;
}

/** What the contract is written on, in words; nothing for a plain share. */
export function describeUnderlying({ underlying, rateAnnual }: UnderlyingConfig): string {
  const { kind, model, dividendYieldAnnual, foreignRateAnnual } = underlying;
  const percent = (rate: number) => `${formatCompact(100 * rate)} %`;
  const words = {
    spot: dividendYieldAnnual === 0 ? '' : `a share or index that yields ${percent(dividendYieldAnnual)}`,
    futures: 'futures',
    fx: `an exchange rate (foreign interest ${percent(foreignRateAnnual)}, domestic ${percent(rateAnnual)})`,
  }[kind];
  if (model === 'black-scholes') return words;
  return `${words === '' ? 'a share or index' : words} under Bachelier's model`;
}

/**
 * '10 bps of the value of every trade, the unwinding at expiry included', or all frictions where there are more.
 *
 * @param unwinds whether the last holdings are sold at a cost
 */
export function describeCosts(config: Pick<BacktestConfig, 'costBps' | 'frictions'>, unwinds = true): string {
  const { costBps, frictions } = config;
  const last = unwinds ? 'the unwinding at expiry included' : 'nothing for the settlement at expiry';
  if (frictions.length === 0) return `${formatCompact(costBps)} bps of the value of every trade, ${last}`;
  const all = frictionsOf(config).filter((terms) => terms.kind !== 'proportional' || terms.costBps > 0);
  return `${createFrictions(all).description}, ${last}`;
}

/** A number without needless zeros: 1.5, 95, 0.02. */
export function formatCompact(value: number): string {
  return formatNumber(value, 6).replace(/\.?0+$/, '');
}
