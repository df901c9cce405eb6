import type { EpisodeTable } from '../backtest/results.ts';

/** P&L in percent of spot of each policy's episodes, in the order of the table; rows without a figure are left out. */
export function pnlByPolicy({
  rows,
  policy,
  policyNames,
  pnlPercent,
}: EpisodeTable): ReadonlyMap<string, Float64Array> {
  const values: number[][] = policyNames.map(() => []);
  for (let row = 0; row < rows; row++) {
    if (Number.isFinite(pnlPercent[row])) values[policy[row]].push(pnlPercent[row]);
  }
  return new Map(policyNames.map((name, i) => [name, Float64Array.from(values[i])]));
}

/** P&L by policy and calendar year of writing. */
export function pnlByYear(
  { rows, policy, policyNames, start, pnlPercent }: EpisodeTable,
  dates: readonly string[],
): { readonly years: readonly string[]; readonly pnl: ReadonlyMap<string, ReadonlyMap<string, Float64Array>> } {
  const values = policyNames.map(() => new Map<string, number[]>());
  const years = new Set<string>();
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(pnlPercent[row])) continue;
    const year = dates[start[row]].slice(0, 4);
    const ofPolicy = values[policy[row]];
    const ofYear = ofPolicy.get(year);
    if (ofYear === undefined) ofPolicy.set(year, [pnlPercent[row]]);
    else ofYear.push(pnlPercent[row]);
    years.add(year);
  }
  const columns = (byYear: Map<string, number[]>) =>
    new Map([...byYear].map(([year, pnl]) => [year, Float64Array.from(pnl)]));
  return { years: [...years].sort(), pnl: new Map(policyNames.map((name, i) => [name, columns(values[i])])) };
}
