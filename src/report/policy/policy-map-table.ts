import Table from 'cli-table3';
import type { InputAttribution } from '../../hedgers/deep/attribute-inputs.ts';
import type { PolicyMap } from '../../hedgers/explain-policy.ts';
import { blankBorders } from '../blank-borders.ts';
import { formatNumber } from '../format.ts';
import { chosenTimes, stepsText } from './policy-map-picture.ts';

const times = 3;
const prices = 9;

/** A policy's map as text for a terminal of 80 columns: edges and delta hedge at some prices and times left. */
export function renderPolicyMapTable(map: PolicyMap): string {
  const { moneyness, stepsLeft, lower, upper, delta } = map;
  const rows = chosenTimes(map, times);
  const shown = Math.min(prices, moneyness.length);
  const columns = Array.from({ length: shown }, (_, k) =>
    Math.round(shown === 1 ? 0 : (k * (moneyness.length - 1)) / (shown - 1)),
  );
  const edge = (value: number) => (Number.isFinite(value) ? formatNumber(value, 3) : 'none');
  const table = textTable(
    ['price', ...rows.flatMap(() => ['lower', 'upper', 'delta'])],
    columns.map((column) => [
      formatNumber(moneyness[column], 3),
      ...rows.flatMap((row) => {
        const at = row * moneyness.length + column;
        return [edge(lower[at]), edge(upper[at]), formatNumber(delta[at], 3)];
      }),
    ]),
  );
  const [head] = table.split('\n');
  return `${groupTitles(
    head,
    rows.map((row) => stepsText(stepsLeft[row])),
  )}\n${table}`;
}

/** A line above the header: each title where its group's first column has its name. */
function groupTitles(head: string, titles: readonly string[]): string {
  const starts = [...head.matchAll(/lower/g)].map(({ index }) => index);
  return titles.reduce((line, title, k) => line.padEnd(starts[k]) + title, '');
}

/** Attributions as text for a terminal of 80 columns, the input that moves the band most first. */
export function renderAttributions(attributions: readonly InputAttribution[]): string {
  const ranked = [...attributions].sort((a, b) => b.centre + b.width - a.centre - a.width);
  return textTable(
    ['input', 'moved by\n1 sd', 'centre', 'width'],
    ranked.map(({ name, sd, centre, width }) => [
      name,
      formatNumber(sd, 3),
      formatNumber(centre, 4),
      formatNumber(width, 4),
    ]),
  );
}

function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: { ...blankBorders },
  });
  table.push(...rows.map((row) => [...row]));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}
