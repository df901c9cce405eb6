import type { FormulaPrice } from '../simulate/formulas/formula.ts';
import type { Market } from '../simulate/market.ts';
import type { PriceByPaths } from '../simulate/price-by-paths.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { hasCalendar, refuseIncomplete, refuseMarket } from './price-checks.ts';
import type { PriceConfig } from './price-schema.ts';
import type { PricedContract } from './render-price.ts';

/** Fixings to expiry: one of each of 252 days a year unless they are given. */
function fixingsOf({ contract, fixings }: PriceConfig, years: number): number {
  return fixings ?? Math.max(contract.type === 'forward-start' ? 2 : 1, Math.round(252 * years));
}

/** The market of the underlying's own model. */
export async function marketAtVol(config: PriceConfig, years: number, vol: number): Promise<Market> {
  const { checkContract } = await import('../contracts/check-contract.ts');
  checkContract(config.contract, config.underlying, config.spot);
  const daysPerYear = fixingsOf(config, years) / years;
  const { createGbm } = await import('../simulate/gbm.ts');
  const { createBachelierMarket } = await import('../simulate/bachelier-market.ts');
  return config.underlying.model === 'bachelier'
    ? createBachelierMarket({ volMoneyAnnual: vol, daysPerYear })
    : createGbm({ volAnnual: vol, daysPerYear });
}

/** The market of the file. */
export async function marketAsGiven(config: PriceConfig, years: number): Promise<Market> {
  const fixings = fixingsOf(config, years);
  refuseMarket(config);
  const { createMarket } = await import('../simulate/create-market.ts');
  const { parametersGiven } = await import('../simulate/market-terms.ts');
  const { checkContract } = await import('../contracts/check-contract.ts');
  checkContract(config.contract, config.underlying, config.spot);
  refuseIncomplete(config.market!.name, parametersGiven(config.market!));
  // A step of the paths is a day of the market: as many days a year as there are fixings.
  const terms = { ...config.market!, ...(hasCalendar(config.market!) && { daysPerYear: fixings / years }) };
  const { market } = createMarket(terms as NonNullable<PriceConfig['market']>, { seed: config.seed });
  if (Math.abs(market.daysPerYear * years - fixings) > 0.5) {
    throw new InputError(
      `market ${market.name} has ${market.daysPerYear} days a year, which makes ${Math.round(market.daysPerYear * years)} to expiry: expected as many fixings, not ${fixings}`,
    );
  }
  return market;
}

/** Price and greeks by the market's formula, and by paths where that is an approximation or there is none. */
export async function valueIn(
  market: Market,
  config: PriceConfig,
  years: number,
  options: LongCallOptions,
): Promise<Pick<PricedContract, 'formula' | 'monteCarlo' | 'vegaBy'>> {
  const { contract, underlying, spot, paths } = config;
  const fixings = fixingsOf(config, years);
  const { formulaInMarket } = await import('../simulate/formula-in-market.ts');
  const { startingVol } = await import('../simulate/bumped-market.ts');
  const found = formulaInMarket(contract, market, { underlying, spot, years, fixings });
  if (found === undefined && paths === 0) {
    throw new InputError(`paths is 0, but the market ${market.name} is priced by paths: expected some`);
  }
  const vegaBy = config.market && startingVol(market)?.name;
  const isExact = found?.method === 'closed-form';
  return {
    ...(found !== undefined && { formula: formulaOf(found) }),
    ...(!isExact && paths > 0 && { monteCarlo: await byPaths(market, config, years, options) }),
    ...(vegaBy !== undefined && { vegaBy }),
  };
}

function formulaOf({ method, formula, ...greeks }: FormulaPrice): PricedContract['formula'] {
  return { name: `${method === 'approximation' ? 'approximation: ' : ''}${formula}`, greeks };
}

async function byPaths(
  market: Market,
  config: PriceConfig,
  years: number,
  options: LongCallOptions,
): Promise<PriceByPaths> {
  const { contract, underlying, spot, paths, seed } = config;
  const { createPathPool } = await import('../simulate/path-pool.ts');
  const { priceByPaths } = await import('../simulate/price-by-paths.ts');
  const pool = createPathPool();
  try {
    const even = paths + (paths % 2);
    const request = { underlying, spot, years, fixings: fixingsOf(config, years), paths: even, seed };
    return await priceByPaths(contract, market, request, pool, options);
  } finally {
    await pool.close();
  }
}
