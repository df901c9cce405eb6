import { createForecaster, type ForecasterSettings, forecasterSchema } from '../forecast/create-forecaster.ts';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import { type ConfigOrigin, errorAt } from './config-errors.ts';
import { impliedVolColumn } from './forecast-data.ts';
import type { ForecastConfig } from './forecast-schema.ts';

/** The name of the combination of all forecasts. */
export const combinedName = 'combined';
/** What others are tested against where nothing is said. */
const usualAgainst = ['har', 'gjr'];

export interface NamedForecaster {
  /** As tables and files name it: 'har', 'log-har+impliedVol', 'har 2'. */
  readonly label: string;
  readonly settings: ForecasterSettings;
}

export interface ForecastersOfConfig {
  readonly forecasters: readonly NamedForecaster[];
  readonly isCombined: boolean;
  readonly against: readonly string[];
}

/**
 * The forecasters of a configuration, all of its target, and fitted at its horizons where theirs are left out.
 *
 * @param hasImpliedVol whether the history has a column of quotes; the usual forecasters then read it too
 * @throws InputError on a forecaster of another target, settings that do not go together, or a name that is none of them
 */
export function forecastersOfConfig(
  { forecasters, horizons, target, combine, against, chosen }: ForecastConfig,
  hasImpliedVol: boolean,
  origin: ConfigOrigin,
): ForecastersOfConfig {
  const given = forecasters ?? usualForecasters(hasImpliedVol);
  const settings = given.map((each, index) => {
    const adapted = withTerms(each, target, horizons);
    if ('target' in each && each.target !== target && each.target !== 'squared-return') {
      const message = `forecasters.${index}.target is ${each.target}: expected ${target}, the target of all; leave it out`;
      throw errorAt(origin, ['forecasters', index, 'target'], message);
    }
    try {
      createForecaster(adapted);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw errorAt(origin, ['forecasters', index], error.message);
    }
    return adapted;
  });
  const named = labelled(settings);
  const isCombined = combine.enabled && named.length > 1;
  const names = [...named.map(({ label }) => label), ...(isCombined ? [combinedName] : [])];
  const check = (name: string, path: readonly PropertyKey[]) => {
    if (!names.includes(name)) throw errorAt(origin, path, unknownName(path.join('.'), name, names));
  };
  against?.forEach((name, index) => {
    check(name, ['against', index]);
  });
  if (chosen !== undefined) check(chosen, ['chosen']);
  const usual = usualAgainst.filter((name) => names.includes(name));
  return { forecasters: named, isCombined, against: against ?? (usual.length > 0 ? usual : [names[0]]) };
}

/** Some of every kind: without a model, regressions of ranges, GARCH, a network; and those that read implied volatility. */
function usualForecasters(hasImpliedVol: boolean): readonly ForecasterSettings[] {
  const lstm = { name: 'lstm', ensemble: 2 } as const;
  const exogenous = [{ column: impliedVolColumn }];
  return [
    { name: 'ewma' },
    { name: 'har' },
    { name: 'log-har' },
    { name: 'har-leverage' },
    { name: 'gjr' },
    lstm,
    ...(hasImpliedVol
      ? ([
          { name: 'log-har', exogenous },
          { ...lstm, exogenous },
        ] as const)
      : []),
  ];
}

/** Settings with the configuration's target, and its horizons as grid where there is none. Members of a combination alike. */
function withTerms(
  settings: ForecasterSettings,
  target: ForecastConfig['target'],
  horizons: readonly number[],
): ForecasterSettings {
  const { shape } = forecasterSchema.options.find((option) => option.shape.name.value === settings.name) ?? {};
  const has = (key: string) => shape !== undefined && Object.hasOwn(shape, key);
  const isGridOpen = has('gridDays') && (settings as { gridDays?: unknown }).gridDays === undefined;
  return {
    ...settings,
    ...(has('target') && { target }),
    ...(isGridOpen && { gridDays: horizons }),
    ...(settings.name === 'combination' && {
      members: settings.members?.map((member) => withTerms(member as ForecasterSettings, target, horizons)),
    }),
  } as ForecasterSettings;
}

function labelled(settings: readonly ForecasterSettings[]): NamedForecaster[] {
  const seen = new Map<string, number>([[combinedName, 1]]);
  return settings.map((each) => {
    const { exogenous = [] } = each as { readonly exogenous?: readonly { readonly column: string }[] };
    const base = [each.name, ...exogenous.map(({ column }) => column)].join('+');
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { label: count === 1 ? base : `${base} ${count}`, settings: each };
  });
}

function unknownName(key: string, name: string, names: readonly string[]): string {
  const nearest = nearestWord(name, names);
  const remedy = nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${nearest}?`;
  return `${key}: no forecast is named '${name}': ${remedy}`;
}
