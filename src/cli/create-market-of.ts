import type { CreatedMarket } from '../simulate/create-market.ts';
import { InputError } from '../support/input-error.ts';
import { type ConfigOrigin, figureError } from './config-errors.ts';
import type { SimulateConfig } from './simulate-schema.ts';
import type { SimulateSources } from './simulate-sources.ts';

/** The market of a file, given or fitted to its sources; an InputError says whether the data or the market is at fault. */
export async function createMarketOf(
  { market }: Pick<SimulateConfig, 'market'>,
  { fittedTo, ...sources }: Omit<SimulateSources, 'notices'>,
  origin: ConfigOrigin,
): Promise<CreatedMarket> {
  const { createMarket } = await import('../simulate/create-market.ts');
  const { parametersGiven } = await import('../simulate/market-terms.ts');
  const { isComplete, given } = parametersGiven(market);
  try {
    return createMarket(market, sources);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // What a fit refuses lies in the data; anything else, in the market of the file.
    if (fittedTo !== undefined && !isComplete && given.length === 0 && !error.message.startsWith('market ')) {
      throw new InputError(error.message, { file: fittedTo });
    }
    const hint =
      isComplete || fittedTo !== undefined ? '' : ' (data.bars names bars, data.quotes implied volatilities)';
    throw figureError(`${error.message}${hint}`, { origin, config: { market }, group: ['market'] });
  }
}

/** Parameters out of range are bad input here, whoever finds them. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof RangeError || error instanceof InputError;
}
