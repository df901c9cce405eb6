import type { BacktestConfig } from '../backtest/config.ts';
import { formatNumber } from './format.ts';

/** A criterion in words: what is made small, how it is computed, and its unit. */
export interface ObjectiveWords {
  readonly name: string;
  readonly formula: string;
  readonly unit: string;
}

/** The configured objective in words. */
export function describeObjective(objective: BacktestConfig['objective']): ObjectiveWords {
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
    case 'entropic': {
      const aversion = formatCompact(objective.riskAversion);
      const name = `entropic risk, aversion ${aversion}`;
      return { name, formula: `log of the mean of exp(−${aversion} × P&L), over ${aversion}`, unit };
    }
    case 'variance':
      return { name: 'variance', formula: 'variance of P&L', unit: '(% of spot)²' };
  }
}

/** 'short 21-day call, strike at 100 % of spot, written every trading day'. */
export function describeContract({ contract }: BacktestConfig): string {
  const strike =
    contract.moneyness === 1 ? 'at the money' : `strike at ${formatCompact(100 * contract.moneyness)} % of spot`;
  const often = contract.everyDays === 1 ? 'every trading day' : `every ${contract.everyDays} trading days`;
  const verb = contract.side === 'short' ? 'written' : 'bought';
  return `${contract.tenorDays}-day ${contract.type}, ${strike}, ${verb} ${often}`;
}

/** '10 bps of the value of every trade, the unwinding at expiry included'. */
export function describeCosts({ costBps }: BacktestConfig): string {
  return `${formatCompact(costBps)} bps of the value of every trade, the unwinding at expiry included`;
}

/** A number without needless zeros: 1.5, 95, 0.02. */
export function formatCompact(value: number): string {
  return formatNumber(value, 6).replace(/\.?0+$/, '');
}
