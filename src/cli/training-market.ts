import type { CreatedMarket } from '../simulate/create-market.ts';
import { createMarketOf } from './create-market-of.ts';
import type { Resolved } from './resolve-config.ts';
import { readSources } from './simulate-sources.ts';
import { checkVolUnit } from './train-checks.ts';
import type { TrainConfig } from './train-schema.ts';

/** The market of a training's file, with what reading its data has to say. */
export async function trainingMarket({ config, origin }: Pick<Resolved<TrainConfig>, 'config' | 'origin'>): Promise<{
  readonly created: CreatedMarket;
  readonly notices: readonly string[];
}> {
  const { notices, ...sources } = await readSources({ ...config, seed: config.training.seed }, origin);
  const created = await createMarketOf(config, sources, origin);
  checkVolUnit(config, created.market, origin);
  return { notices, created };
}
