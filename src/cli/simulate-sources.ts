import type { MarketSources } from '../simulate/create-market.ts';
import { type ConfigOrigin, errorAt } from './config-errors.ts';
import type { SimulateConfig } from './simulate-schema.ts';

/** What a market is fitted to, and what a reader must know of how it was read. */
export interface SimulateSources extends MarketSources {
  /** The file that errors of the fit are about; undefined where nothing is fitted. */
  readonly fittedTo: string | undefined;
  readonly notices: readonly string[];
}

/**
 * Reads the data that the market is fitted to, and no other.
 *
 * @throws InputError on data that cannot be meant: beside parameters that need none, or without what they are joined to
 */
export async function readSources(
  config: Pick<SimulateConfig, 'data' | 'market' | 'seed'>,
  origin: ConfigOrigin,
): Promise<SimulateSources> {
  const { data, market, seed } = config;
  const { parametersGiven, sourceOf } = await import('../simulate/market-terms.ts');
  refuseIdleData(config, parametersGiven(market), origin);
  const source = sourceOf(market.name);
  const bars = source === 'quotes' && data.quotes !== undefined ? undefined : data.bars;
  const quotes = source === 'bars' && data.bars !== undefined ? undefined : data.quotes;
  const history = bars === undefined ? undefined : await readHistory(bars, data, market.name);
  const { readQuotes } = await import('./read-quotes.ts');
  return {
    seed,
    history: history?.history,
    quotes: quotes === undefined ? undefined : await readQuotes(quotes),
    fittedTo: quotes ?? bars,
    notices: [
      ...(history?.notices ?? []),
      ...(bars === data.bars ? [] : [`data.bars is not read: the market ${market.name} is fitted to data.quotes`]),
      ...(quotes === data.quotes ? [] : [`data.quotes is not read: the market ${market.name} is fitted to data.bars`]),
    ],
  };
}

function refuseIdleData(
  { data, market }: Pick<SimulateConfig, 'data' | 'market'>,
  { isComplete, needed }: { readonly isComplete: boolean; readonly needed: readonly string[] },
  origin: ConfigOrigin,
): void {
  const refuse = (key: string, message: string) => {
    throw errorAt(origin, ['data', key], `data.${key} ${message}`);
  };
  const files = (['bars', 'quotes'] as const).filter((key) => data[key] !== undefined);
  if (isComplete && files.length > 0) {
    refuse(
      files[0],
      `is given, and so are the parameters of the market ${market.name}, which is not fitted then: leave it out, or ${needed.join(', ')}`,
    );
  }
  if (data.bars !== undefined) {
    if (data.priceShift === 0 || data.impliedVol === undefined) return;
    refuse(
      'impliedVol',
      'is given with data.priceShift: quoted volatilities are those of the prices as they are, not as shifted; leave one of them out',
    );
  }
  if (data.impliedVol !== undefined) refuse('impliedVol', 'is given without data.bars, whose dates it is joined on');
  if (data.priceShift !== 0) refuse('priceShift', 'is given without data.bars, whose prices it is added to');
}

async function readHistory(file: string, { impliedVol, priceShift }: SimulateConfig['data'], market: string) {
  const { readBars } = await import('../market/read-bars.ts');
  const { readsImpliedVol } = await import('../simulate/market-terms.ts');
  const { bars, notices } = await readBars(file, {
    priceShift,
    shiftRemedy: (above) => `set data.priceShift above ${above}, and the market is fitted to the shifted prices`,
  });
  const { close, dates } = bars;
  const shifted =
    priceShift === 0 ? [] : [`all prices are shifted by ${priceShift}: the paths are those of the shifted prices`];
  if (impliedVol === undefined) {
    // Without quotes, what the main job models stands in: 1.1 × an EWMA of range variances.
    const { modelledImpliedVol } = await import('../market/modelled-implied-vol.ts');
    const modelled = modelledImpliedVol(bars, { lambda: 0.94, premium: 1.1 });
    return { history: { close, impliedVol: modelled }, notices: [...notices, ...shifted] };
  }
  if (!readsImpliedVol(market)) {
    const idle = `data.impliedVol is not read: the market ${market} is fitted to closes alone`;
    return { history: { close }, notices: [...notices, ...shifted, idle] };
  }
  const { joinImpliedVol, readImpliedVol } = await import('../market/read-implied-vol.ts');
  const series = await readImpliedVol(impliedVol, { units: 'percent', unitsRemedy: 'write it in percent' });
  const joined = joinImpliedVol(dates, series);
  return { history: { close, impliedVol: joined.values }, notices: [...notices, ...joined.notices] };
}
