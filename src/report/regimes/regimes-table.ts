import { formatNumber } from '../format.ts';
import { columnWidth, fitColumns, renderTextTable, type TextColumn } from '../text-table.ts';
import { wrapText } from '../wrap-text.ts';
import type { RegimeFigures, RegimeResults } from './regime-results.ts';

/** Left out first when the terminal is narrow. */
const expendable = ['labelled', 'meanAnnual', 'share', 'tomorrow', 'today'];

/** The figures of a walk as text for a terminal: regimes, transitions and what happened out of sample. */
export function renderRegimesTable(results: RegimeResults, { width = 80 }: { readonly width?: number } = {}): string {
  const { regimes, transition, today, outOfSample, refits } = results;
  const { date } = refits[refits.length - 1];
  const percent = (value: number) => formatNumber(100 * value, 1);
  const column = (key: string, head: string, cell: (figures: RegimeFigures) => string): TextColumn => ({
    key,
    head,
    cells: regimes.map(cell),
  });
  const names: TextColumn = { key: 'regime', head: 'regime', cells: regimes.map(({ name }) => name), align: 'left' };
  const figures = [
    names,
    column('volAnnual', 'vol\n%', ({ volAnnual }) => percent(volAnnual)),
    column('meanAnnual', 'mean\n%', ({ meanAnnual }) => percent(meanAnnual)),
    column('share', 'share\n%', ({ share }) => percent(share)),
    column('durationDays', 'lasts\ndays', ({ durationDays }) => formatDays(durationDays)),
    column('today', 'today\n%', (own) => percent(own.today)),
    column('tomorrow', 'tomorrow\n%', (own) => percent(own.tomorrow)),
    column('labelled', 'labelled\n% of days', (own) => percent(own.outOfSample.share)),
    column('nextDay', 'next day\nvol %', (own) => percent(own.outOfSample.volNextDayAnnual)),
  ];
  const { days, switches, switchesPerYear, from, to } = outOfSample;
  const sentences = [
    `Volatility and mean return a year, share of days and expected stay as the refit of ${date} knows them; today is ${today.date}. Labelled and next day are out of sample: days labelled so at their close, and the volatility of the days after them.`,
    `The regimes foretell a volatility of ${percent(today.volAnnualNextDay)} % for the next day and ${percent(today.volAnnual21Days)} % over 21 days.`,
    `Out of sample, ${from} to ${to} (${formatNumber(days, 0)} days): ${formatNumber(switches, 0)} changes of regime, ${formatNumber(switchesPerYear, 1)} a year.${calmWords(outOfSample.calm)}${agreementWords(refits)}`,
  ];
  return [
    renderTextTable(fitColumns(figures, width, expendable)),
    '',
    renderTextTable(transitionColumns(names, transition, width)),
    '',
    ...sentences.map((sentence) => wrapText(sentence, width)),
  ].join('\n');
}

/** Percent from one regime to another, with as many digits as there is room for. */
function transitionColumns(
  names: TextColumn,
  transition: readonly (readonly number[])[],
  width: number,
): readonly TextColumn[] {
  const columnsWith = (decimals: number) => [
    { ...names, head: 'from, to tomorrow %' },
    ...transition.map((_, to) => ({
      key: `to${to}`,
      head: String(to),
      cells: transition.map((row) => formatNumber(100 * row[to], decimals)),
    })),
  ];
  const widthOf = (columns: readonly TextColumn[]) =>
    columns.reduce((sum, { head, cells }) => sum + columnWidth(head, cells) + 2, -2);
  const fitting = [2, 1].map(columnsWith).find((columns) => widthOf(columns) <= width);
  return fitting ?? columnsWith(0);
}

function formatDays(days: number): string {
  if (days === Number.POSITIVE_INFINITY) return '∞';
  return days < 10 ? formatNumber(days, 1) : formatNumber(days, 0);
}

function calmWords(calm: RegimeResults['outOfSample']['calm']): string {
  if (calm === undefined) return '';
  return ` Without rules against flicker there were ${formatNumber(calm.switchesBefore, 0)}; with them a change is told ${formatNumber(calm.meanDelayDays, 1)} days later in the mean.`;
}

/** How far the refits mean the same by their regimes, with a warning where one of them does not. */
function agreementWords(refits: RegimeResults['refits']): string {
  const sorted = refits.slice(1).sort((a, b) => a.agreement - b.agreement);
  if (sorted.length === 0) return '';
  const percent = ({ agreement }: { readonly agreement: number }) => formatNumber(100 * agreement, 1);
  const [least] = sorted;
  const median = sorted[Math.floor(sorted.length / 2)];
  const warning = least.agreement < 0.5 ? ': before and after it, labels do not mean the same' : '';
  if (sorted.length === 1) {
    return ` The refit of ${least.date} agrees with the one before on ${percent(least)} % of the days fitted on${warning}.`;
  }
  return ` Refits agree with the one before on ${percent(median)} % of the days fitted on in the median of ${sorted.length}, and on ${percent(least)} % at the least, that of ${least.date}${warning}.`;
}
