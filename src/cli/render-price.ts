import Table from 'cli-table3';
import type { Greeks } from '../contracts/greeks.ts';
import type { Estimate } from '../contracts/monte-carlo-greeks.ts';
import { blankBorders } from '../report/blank-borders.ts';
import { wrapText } from '../report/wrap-text.ts';
import type { PriceByPaths } from '../simulate/price-by-paths.ts';
import type { PriceConfig } from './price-schema.ts';

/** A priced contract. */
export interface PricedContract {
  readonly description: string;
  readonly years: number;
  readonly vol?: number;
  readonly impliedVol?: number;
  /** By a closed form, a series or an approximation. */
  readonly formula?: { readonly name: string; readonly greeks: Greeks };
  readonly monteCarlo?: PriceByPaths;
  /** The market's volatility that vega, vanna and volga are by. */
  readonly vegaBy?: string;
}

type GreekName = keyof Greeks;

/** Meaning and unit of each figure. */
const units: Readonly<Record<GreekName, string>> = {
  price: 'money',
  delta: 'per unit of money that the underlying moves',
  gamma: 'change of delta, per unit of money',
  vega: 'money per 1.00 of volatility',
  theta: 'money per year that passes',
  rho: 'money per 1.00 of the rate',
  vanna: 'change of delta per 1.00 of volatility',
  volga: 'change of vega per 1.00 of volatility',
};
const greekNames = Object.keys(units) as GreekName[];

/** Standard errors from which a formula's figure and one by paths are said to differ. */
const apart = 4;
const gap = 2;

/**
 * A contract's price and greeks as text.
 *
 * @param width columns that lines may take
 */
export function renderPrice(
  { description, years, vol, impliedVol, formula, monteCarlo, vegaBy }: PricedContract,
  { spot, market, underlying }: PriceConfig,
  width: number,
): string {
  const names = greekNames.filter((name) => formula !== undefined || estimateOf(monteCarlo, name) !== undefined);
  const where = vol === undefined ? `in the market ${market?.name}` : `at volatility ${shown(vol)}`;
  const hasVega = names.includes('vega');
  const lines = [
    `${description}, ${shown(years)} ${years === 1 ? 'year' : 'years'}, ${underlying.kind} at ${spot}, ${where}`,
    ...(impliedVol === undefined ? [] : [`implied volatility: ${impliedVol}`]),
    '',
    priceTable(names, formula?.greeks, monteCarlo, width),
    '',
    ...(formula ? [`formula: ${formula.name}`] : []),
    ...(monteCarlo ? [describePaths(monteCarlo)] : []),
    ...(hasVega && vegaBy !== undefined ? [`volatility: ${vegaBy}`] : []),
    ...(formula && monteCarlo ? differences(formula.greeks, monteCarlo) : []),
  ];
  return lines.map((line) => (line.includes('\n') ? line : wrapText(line, width, '  '))).join('\n');
}

function priceTable(
  names: readonly GreekName[],
  formula: Greeks | undefined,
  monteCarlo: PriceByPaths | undefined,
  width: number,
): string {
  const head = ['', ...(formula ? ['formula'] : []), ...(monteCarlo ? ['by paths', '± s.e.'] : []), 'unit'];
  const rows = names.map((name) => {
    const estimate = estimateOf(monteCarlo, name);
    return [
      name,
      ...(formula ? [shown(formula[name])] : []),
      ...(monteCarlo ? [estimate ? shown(estimate.value) : '', estimate ? shown(estimate.standardError, 2) : ''] : []),
    ];
  });
  const figures = head
    .slice(0, -1)
    .map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)) + gap);
  const left = Math.max(width - figures.reduce((sum, column) => sum + column, 0), 12);
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === 0 || column === head.length - 1 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    chars: { ...blankBorders },
  });
  for (const [i, name] of names.entries()) table.push([...rows[i], wrapText(units[name], left)]);
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Why there may be no figure by paths. */
const reasons: readonly (readonly [reason: string, names: readonly GreekName[]])[] = [
  ['the market starts at no volatility of its own', ['vega']],
  ['the rate is the yield', ['rho']],
  ['time would move the fixings', ['theta']],
  ['more noise than figure', ['vanna', 'volga']],
];

/** How the figures by paths came about, and which there are none of. */
function describePaths(monteCarlo: PriceByPaths): string {
  const leftOut = reasons.flatMap(([reason, names]) => {
    const missing = names.filter((name) => estimateOf(monteCarlo, name) === undefined);
    return missing.length === 0 ? [] : [`${missing.join(' and ')} (${reason})`];
  });
  const paths = monteCarlo.paths.toLocaleString('en');
  return `by paths: ${paths} paths; greeks by differences that leave what was seen at writing; left out: ${leftOut.join(', ')}`;
}

/** Says where an approximation is off by more than chance. */
function differences(formula: Greeks, monteCarlo: PriceByPaths): string[] {
  const off = greekNames.filter((name) => {
    const estimate = estimateOf(monteCarlo, name);
    return estimate !== undefined && Math.abs(estimate.value - formula[name]) > apart * estimate.standardError + tiny;
  });
  if (off.length === 0) return [];
  return [
    `note: the approximation is off in ${off.join(', ')} by more than ${apart} standard errors; go by the paths there`,
  ];
}

/** What is 0 but for rounding. */
const tiny = 1e-12;

function estimateOf(monteCarlo: PriceByPaths | undefined, name: GreekName): Estimate | undefined {
  return name === 'theta' || name === 'vanna' || name === 'volga' ? undefined : monteCarlo?.[name];
}

function shown(value: number, digits = 6): string {
  return Math.abs(value) < tiny ? '0' : String(Number(value.toPrecision(digits)));
}
