import Table from 'cli-table3';
import type { Greeks } from '../contracts/greeks.ts';
import type { Estimate } from '../contracts/monte-carlo-greeks.ts';
import { blankBorders } from '../report/blank-borders.ts';
import type { PriceByPaths } from '../simulate/price-by-paths.ts';
import type { PriceConfig } from './price-schema.ts';

/** What is shown of a priced contract. */
export interface PricedContract {
  readonly description: string;
  readonly years: number;
  readonly vol?: number;
  readonly impliedVol?: number;
  readonly formula?: { readonly name: string; readonly greeks: Greeks };
  readonly monteCarlo?: PriceByPaths;
}

/** Meaning and unit of each figure. */
const units: Readonly<Record<keyof Greeks, string>> = {
  price: 'money',
  delta: 'per unit of money that the underlying moves',
  gamma: 'change of delta, per unit of money',
  vega: 'money per 1.00 of volatility',
  theta: 'money per year that passes',
  rho: 'money per 1.00 of the rate',
  vanna: 'change of delta per 1.00 of volatility',
  volga: 'change of vega per 1.00 of volatility',
};

/** A contract's price and greeks as text for a terminal. */
export function renderPrice(
  { description, years, vol, impliedVol, formula, monteCarlo }: PricedContract,
  { spot, market, underlying }: PriceConfig,
): string {
  const names = (Object.keys(units) as (keyof Greeks)[]).filter(
    (name) => formula !== undefined || (monteCarlo !== undefined && name in monteCarlo),
  );
  const head = ['', ...(formula ? ['formula'] : []), ...(monteCarlo ? ['by paths', '± s.e.'] : []), 'unit'];
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === 0 || column === head.length - 1 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: { ...blankBorders },
  });
  for (const name of names) {
    const estimate = estimateOf(monteCarlo, name);
    table.push([
      name,
      ...(formula ? [shown(formula.greeks[name])] : []),
      ...(monteCarlo ? [estimate ? shown(estimate.value) : '', estimate ? shown(estimate.standardError, 2) : ''] : []),
      units[name],
    ]);
  }
  const where = vol === undefined ? `in the market ${market?.name}` : `at volatility ${shown(vol)}`;
  const lines = [
    `${description}, ${shown(years)} ${years === 1 ? 'year' : 'years'}, ${underlying.kind} at ${spot}, ${where}`,
    ...(impliedVol === undefined ? [] : [`implied volatility: ${impliedVol}`]),
    '',
    ...table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
    '',
    ...(formula ? [`formula: ${formula.name}`] : []),
    ...(monteCarlo ? [`by paths: ${monteCarlo.paths.toLocaleString('en')} paths, greeks by differences`] : []),
  ];
  return lines.join('\n');
}

function estimateOf(monteCarlo: PriceByPaths | undefined, name: keyof Greeks): Estimate | undefined {
  return name === 'price' || name === 'delta' || name === 'gamma' ? monteCarlo?.[name] : undefined;
}

function shown(value: number, digits = 6): string {
  // What is 0 but for rounding is shown as 0.
  return Math.abs(value) < 1e-12 ? '0' : String(Number(value.toPrecision(digits)));
}
