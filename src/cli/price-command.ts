import { Command } from 'commander';
import type { Greeks } from '../contracts/greeks.ts';
import type { Market } from '../simulate/market.ts';
import type { PriceByPaths } from '../simulate/price-by-paths.ts';
import { InputError } from '../support/input-error.ts';
import { parseAssignment } from './apply-overrides.ts';
import { figureError } from './config-errors.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, takeValue } from './flags.ts';
import { withInterruption } from './interruption.ts';
import {
  hasCalendar,
  refuseImpossiblePrice,
  refuseIncomplete,
  refuseMarket,
  refuseTwoWays,
  wayNeeded,
  waysToValue,
  yearsOf,
} from './price-checks.ts';
import { type PriceConfig, priceSchema } from './price-schema.ts';
import { createProgressDisplay } from './progress.ts';
import { resolveFile } from './resolve-config.ts';

interface PriceFlags {
  readonly set?: readonly string[];
  readonly json?: true;
}

/** What the command found. */
interface Priced {
  readonly description: string;
  readonly years: number;
  readonly vol?: number;
  readonly impliedVol?: number;
  /** By a closed form, a series or an approximation. */
  readonly formula?: { readonly name: string; readonly greeks: Greeks };
  readonly monteCarlo?: PriceByPaths;
}

/** `regime-hedge price`: the price of a contract and its greeks. */
export function createPriceCommand(dependencies: CliDependencies): Command {
  return new Command('price')
    .description('price a contract, with its greeks, at a volatility or in a market')
    .argument('<contract>', 'YAML or JSON file with the contract and where it stands (docs/contracts.md)')
    .option('--set <path=value>', 'set one key of the file; may be repeated', collect)
    .option('--json', 'print JSON alone')
    .action((file: string, flags: PriceFlags) => price(dependencies, takeValue(file), flags));
}

async function price(dependencies: CliDependencies, file: string, flags: PriceFlags): Promise<void> {
  const { stdout, stderr, now } = dependencies;
  const { config, origin } = await resolveFile(priceSchema, file, (flags.set ?? []).map(parseAssignment), []);
  const priced = await withInterruption(dependencies, async (signal) => {
    const progress = createProgressDisplay({ stream: stderr, quiet: true, now });
    try {
      return await priceIt(config, signal);
    } catch (error) {
      // Figures out of range are bad input here, whoever finds them.
      if (!(error instanceof RangeError || error instanceof InputError)) throw error;
      throw figureError(error.message, { origin, config, group: groupOf(error.message) });
    } finally {
      progress.stop();
    }
  });
  if (config.market !== undefined) {
    const { marketWarnings } = await import('../simulate/market-terms.ts');
    for (const warning of marketWarnings(config.market)) stderr.write(`note: ${warning}\n`);
  }
  if (flags.json) {
    stdout.write(`${JSON.stringify(priced, null, 2)}\n`);
    return;
  }
  const { renderPrice } = await import('./render-price.ts');
  stdout.write(`${renderPrice(priced, config)}\n`);
}

async function priceIt(config: PriceConfig, signal: AbortSignal): Promise<Priced> {
  refuseTwoWays(config);
  const years = yearsOf(config);
  const { describeContract } = await import('../contracts/describe-contract.ts');
  const description = describeContract(config.contract);
  if (config.market !== undefined) return { description, years, ...(await priceInMarket(config, years, signal)) };
  const impliedVol = config.price === undefined ? undefined : await impliedVolOf(config, years);
  const vol = config.vol ?? impliedVol;
  if (vol === undefined) throw new InputError(`none of ${waysToValue.join(', ')} is given: ${wayNeeded}`);
  return {
    description,
    years,
    vol,
    ...(impliedVol !== undefined && { impliedVol }),
    ...(await priceAtVol(config, years, vol, signal)),
  };
}

/** The group of the file that a message without a key is about. */
function groupOf(message: string): readonly string[] {
  if (message.startsWith('market ')) return ['market'];
  return message.includes(' given: ') ? [] : ['contract'];
}

async function impliedVolOf({ contract, underlying, spot, price }: PriceConfig, years: number): Promise<number> {
  if (contract.type !== 'call' && contract.type !== 'put') {
    throw new InputError(
      `price is given with contract.type ${contract.type}: an implied volatility is found from the price of a call or put; give vol`,
    );
  }
  const { rateAnnual, yieldAnnual, model } = underlying;
  const discount = Math.exp(-rateAnnual * years);
  const forward = spot * Math.exp((rateAnnual - yieldAnnual) * years);
  const undiscounted = price! / discount;
  const { checkContract } = await import('../contracts/check-contract.ts');
  checkContract(contract, underlying, spot);
  refuseImpossiblePrice(contract.type, price!, discount * forward, discount * contract.strike, model);
  if (model === 'bachelier') {
    const { impliedNormalVolForward } = await import('../contracts/implied-normal-vol.ts');
    return impliedNormalVolForward(contract.type, undiscounted, forward, contract.strike, years);
  }
  const { impliedVolForward } = await import('../contracts/implied-vol.ts');
  return impliedVolForward(contract.type, undiscounted, forward, contract.strike, years);
}

async function priceAtVol(config: PriceConfig, years: number, vol: number, signal: AbortSignal) {
  const { contract, underlying, spot, fixings, paths } = config;
  const { priceContract } = await import('../contracts/price-contract.ts');
  const priced = priceContract(contract, {
    underlying,
    spot,
    vol,
    years,
    ...(fixings !== undefined && { fixings }),
  });
  const { method, formula: name, fixings: observed, ...greeks } = priced;
  const formula = { name: `${method === 'approximation' ? 'approximation: ' : ''}${name}`, greeks };
  const isFree = underlying.model === 'bachelier' && underlying.rateAnnual !== underlying.yieldAnnual;
  if (method === 'closed-form' || paths === 0 || isFree) return { formula };
  const perYear = observed / years;
  const { createGbm } = await import('../simulate/gbm.ts');
  const { createBachelierMarket } = await import('../simulate/bachelier-market.ts');
  const market =
    underlying.model === 'bachelier'
      ? createBachelierMarket({ volMoneyAnnual: vol, daysPerYear: perYear })
      : createGbm({ volAnnual: vol, daysPerYear: perYear });
  return { formula, monteCarlo: await byPaths(config, years, observed, market, signal) };
}

async function priceInMarket(config: PriceConfig, years: number, signal: AbortSignal) {
  const { contract, underlying, spot, paths, seed } = config;
  const fixings = config.fixings ?? Math.max(1, Math.round(252 * years));
  refuseMarket(config);
  const { createMarket } = await import('../simulate/create-market.ts');
  const { parametersGiven } = await import('../simulate/market-terms.ts');
  const { checkContract } = await import('../contracts/check-contract.ts');
  checkContract(contract, underlying, spot);
  refuseIncomplete(config.market!.name, parametersGiven(config.market!));
  // A step of the paths is a day of the market: as many days a year as there are fixings.
  const terms = { ...config.market!, ...(hasCalendar(config.market!) && { daysPerYear: fixings / years }) };
  const { market } = createMarket(terms as typeof config.market & object, { seed });
  if (Math.abs(market.daysPerYear * years - fixings) > 0.5) {
    throw new InputError(
      `market ${market.name} has ${market.daysPerYear} days a year, which makes ${Math.round(market.daysPerYear * years)} to expiry: expected as many fixings, not ${fixings}`,
    );
  }
  const isOption = contract.type === 'call' || contract.type === 'put';
  const isHeston = terms.name === 'heston' || terms.name === 'bates';
  if (isOption && isHeston) {
    const { hestonGreeks } = await import('../contracts/heston-price.ts');
    const { varianceVega: _, ...greeks } = hestonGreeks(
      contract.type,
      spot,
      contract.strike,
      years,
      terms as unknown as Parameters<typeof hestonGreeks>[4],
      underlying,
    );
    return { formula: { name: `cosine series of the ${terms.name} model (Fang and Oosterlee 2008)`, greeks } };
  }
  if (paths === 0) throw new InputError(`paths is 0, but the market ${market.name} is priced by paths: expected some`);
  return { monteCarlo: await byPaths(config, years, fixings, market, signal) };
}

async function byPaths(
  { contract, underlying, spot, paths, seed }: PriceConfig,
  years: number,
  fixings: number,
  market: Market,
  signal: AbortSignal,
): Promise<PriceByPaths> {
  const { createPathPool } = await import('../simulate/path-pool.ts');
  const { priceByPaths } = await import('../simulate/price-by-paths.ts');
  const pool = createPathPool();
  try {
    const even = paths + (paths % 2);
    return await priceByPaths(contract, market, { underlying, spot, years, fixings, paths: even, seed }, pool, {
      signal,
    });
  } finally {
    await pool.close();
  }
}
