import { InputError } from '../support/input-error.ts';
import { loadBartlettDeltaHedger } from './bartlett-delta.ts';
import { loadBlackScholesDeltaHedger } from './black-scholes-delta.ts';
import { loadDeepHedger } from './deep/deep-hedger.ts';
import { loadEnsembleHedger } from './deep/ensemble-hedger.ts';
import { loadDeltaBandHedger } from './delta-band.ts';
import { loadDeltaGammaHedger, loadDeltaVegaHedger } from './delta-gamma.ts';
import { loadForecastAdjustedHedger } from './forecast-adjusted.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { loadLelandHedger } from './leland-delta.ts';
import { loadMinimumVarianceDeltaHedger } from './minimum-variance-delta.ts';
import { createNoHedge } from './no-hedge.ts';
import { loadSwitcherHedger } from './switcher.ts';
import { loadWhalleyWilmottHedger } from './whalley-wilmott.ts';
import { loadZakamoulineHedger } from './zakamouline.ts';

/**
 * Restores one sort of policy from its plain data. `load` restores any other, for policies that are made of policies.
 */
export type HedgerLoader = (json: HedgerJSON, load: (json: HedgerJSON) => Hedger) => Hedger;

/** Keyed by the field `policy` of the plain data or, where it has none, by its `kind`. */
export type HedgerLoaders = Readonly<Record<string, HedgerLoader>>;

const ownLoaders: HedgerLoaders = {
  none: createNoHedge,
  delta: loadBlackScholesDeltaHedger,
  leland: loadLelandHedger,
  'minimum-variance': loadMinimumVarianceDeltaHedger,
  bartlett: loadBartlettDeltaHedger,
  'delta-band': loadDeltaBandHedger,
  'whalley-wilmott': loadWhalleyWilmottHedger,
  zakamouline: loadZakamoulineHedger,
  'delta-gamma': loadDeltaGammaHedger,
  'delta-vega': loadDeltaVegaHedger,
  'forecast-adjusted': loadForecastAdjustedHedger,
  deep: loadDeepHedger,
  'deep-ensemble': loadEnsembleHedger,
  switcher: loadSwitcherHedger,
};

/**
 * Restores a policy from what its `toJSON` gave: the same bits for the same views.
 *
 * @param loaders policies of the caller's own, by the `policy` that their `toJSON` names; they come before the built-in
 * @throws InputError when the data is not that of a known policy
 * @example
 * loadHedger(JSON.parse(JSON.stringify(createDeltaBandHedger({ halfWidth: 0.05 }))));
 */
export function loadHedger(json: HedgerJSON, loaders: HedgerLoaders = {}): Hedger {
  const known = { ...ownLoaders, ...loaders };
  const key = json?.policy ?? json?.kind;
  if (typeof key !== 'string' || !Object.hasOwn(known, key)) {
    throw new InputError(
      `saved policy '${json?.name}' is of the unknown sort ${JSON.stringify(key)}: expected one of ${Object.keys(known).join(', ')}`,
    );
  }
  return known[key](json, (inner) => loadHedger(inner, loaders));
}
