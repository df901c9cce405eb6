import type { CombineForecastsOptions } from '../forecast/combine-forecasts.ts';
import { createForecaster, type ForecasterSettings, forecasterSchema } from '../forecast/create-forecaster.ts';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import { type ConfigOrigin, errorAt } from './config-errors.ts';
import { impliedVolColumn } from './forecast-data.ts';
import type { ForecastConfig } from './forecast-schema.ts';

/** The name of the combination of forecasts. */
export const combinedName = 'combined';
/** The combination that `npm run bench -- forecast` finds best: these at all horizons, */
const usualMembers: readonly string[] = ['gjr', 'har', 'har-leverage'];
/** and those that learn much, at short ones alone: long horizons leave them few independent windows. */
const learners: readonly string[] = ['lstm', 'boosted-trees'];
/** What others are tested against where nothing is said. */
const usualAgainst = ['har', 'gjr'];

export interface NamedForecaster {
  /** As tables and files name it: 'har', 'log-har+impliedVol', 'har 2'. */
  readonly label: string;
  readonly settings: ForecasterSettings;
}

export interface ForecastersOfConfig {
  readonly forecasters: readonly NamedForecaster[];
  /** What is combined, by label; null where nothing is. */
  readonly combined: CombinedMembers | null;
  readonly against: readonly string[];
}

export type CombinedMembers = Required<Pick<CombineForecastsOptions, 'members' | 'shortHorizons'>>;

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
  const labels = named.map(({ label }) => label);
  const check = (name: string, path: readonly PropertyKey[], expected = names) => {
    if (!expected.includes(name)) throw errorAt(origin, path, unknownName(path.join('.'), name, expected));
  };
  const combined = combine.enabled && named.length > 1 ? membersOf(combine, named, forecasters === undefined) : null;
  const names = combined === null ? labels : [...labels, combinedName];
  combine.members?.forEach((name, index) => {
    check(name, ['combine', 'members', index], labels);
    if (combine.members?.indexOf(name) !== index) {
      throw errorAt(origin, ['combine', 'members', index], `combine.members.${index}: '${name}' stands twice`);
    }
  });
  combine.shortHorizons.members?.forEach((name, index) => {
    const path = ['combine', 'shortHorizons', 'members', index];
    check(name, path, labels);
    if (combine.members?.includes(name)) {
      throw errorAt(origin, path, `${path.join('.')}: '${name}' stands twice: it is in combine.members too`);
    }
  });
  against?.forEach((name, index) => {
    check(name, ['against', index]);
  });
  if (chosen !== undefined) check(chosen, ['chosen']);
  const usual = usualAgainst.filter((name) => names.includes(name));
  return { forecasters: named, combined, against: against ?? (usual.length > 0 ? usual : [names[0]]) };
}

/** What is combined where the configuration leaves it open. */
function membersOf(
  { members, shortHorizons }: ForecastConfig['combine'],
  named: readonly NamedForecaster[],
  areUsual: boolean,
): CombinedMembers {
  const labelsOf = (isMember: (own: NamedForecaster) => boolean) => named.filter(isMember).map(({ label }) => label);
  const joining =
    shortHorizons.members ??
    labelsOf(({ label, settings }) => learners.includes(settings.name) && !members?.includes(label));
  const throughout =
    members ??
    labelsOf(({ label, settings }) => !joining.includes(label) && (!areUsual || usualMembers.includes(settings.name)));
  // Of learners alone, all join everywhere.
  return throughout.length === 0
    ? { members: joining, shortHorizons: { ...shortHorizons, members: [] } }
    : { members: throughout, shortHorizons: { ...shortHorizons, members: joining } };
}

/** Some of every kind: without a model, regressions of ranges, GARCH, trees, a network; and those that read implied volatility. */
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
    { name: 'boosted-trees' },
    ...(hasImpliedVol
      ? ([
          { name: 'har-leverage', exogenous },
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
  const adapted = (members: readonly unknown[] = []) =>
    members.map((member) => withTerms(member as ForecasterSettings, target, horizons));
  const isGridOpen = has('gridDays') && (settings as { gridDays?: unknown }).gridDays === undefined;
  return {
    ...settings,
    ...(has('target') && { target }),
    ...(isGridOpen && { gridDays: horizons }),
    ...(settings.name === 'combination' && {
      members: adapted(settings.members),
      ...(settings.shortHorizons !== undefined && {
        shortHorizons: { ...settings.shortHorizons, members: adapted(settings.shortHorizons.members) },
      }),
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
