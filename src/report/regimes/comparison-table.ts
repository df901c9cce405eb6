import type {
  CriterionChoices,
  DetectorComparison,
  ScoredDetector,
} from '../../regimes/selection/detector-comparison.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { fitColumns, renderTextTable, type TextColumn } from '../text-table.ts';
import { wrapText } from '../wrap-text.ts';

export interface DetectorComparisonOptions {
  /**
   * Columns of the terminal; figures that do not fit are left out, the least telling first, and sentences are broken
   * between words. 100 when left out.
   */
  readonly width?: number;
}

/** Left out first when the terminal is narrow. */
const expendable = ['aic', 'tails', 'silhouette', 'share', 'agreement', 'days', 'switches', 'icl', 'bic', 'score'];
const decimals = 4;

type Row = DetectorComparison['rows'][number];

/**
 * Detectors and numbers of regimes as text for a terminal: what each scored out of sample, what the criteria in sample say, and
 * how the regimes would be to live with; below, what was chosen and why, and what each criterion would have taken.
 *
 * @example
 * console.log(renderDetectorComparison(compareDetectors(detectors, features, { returns, seed: 7 }), { width: 80 }));
 */
export function renderDetectorComparison(
  comparison: DetectorComparison,
  { width = 100 }: DetectorComparisonOptions = {},
): string {
  const { rows, reference, choices } = comparison;
  const names = rows.map((row) => nameOf(row, rows));
  const scores: readonly (Row | typeof reference)[] = [...rows, reference];
  const ofScores = (key: keyof typeof reference) =>
    scores.map((row) => formatNumber('refused' in row && row.refused !== undefined ? null : row[key], decimals));
  const figure = (key: string, head: string, text: (row: ScoredDetector) => string): TextColumn => ({
    key,
    head,
    cells: [...rows.map((row) => (row.refused === undefined ? text(row) : '–')), ''],
  });
  const criterion = (key: 'aic' | 'bic' | 'icl') =>
    figure(key, key.toUpperCase(), (row) => formatNumber(row[key] ?? null, 0));
  const all: readonly TextColumn[] = [
    {
      key: 'detector',
      head: 'detector',
      cells: [...names.map((name, index) => (rows[index].chosen ? `${name} *` : name)), 'no regimes'],
      align: 'left',
    },
    { key: 'states', head: 'states', cells: [...rows.map(({ states }) => `${states}`), '–'] },
    { key: 'score', head: 'score\nnats', cells: ofScores('outOfSample') },
    { key: 'below', head: 'below\nbest', cells: ofScores('belowBest') },
    { key: 'error', head: '± s.e.', cells: ofScores('standardError') },
    figure('tails', 'tails\nd.f.', ({ degreesOfFreedom }) => orEndless(degreesOfFreedom, 0)),
    criterion('aic'),
    criterion('bic'),
    criterion('icl'),
    figure('silhouette', 'silhou-\nette', ({ silhouette }) => formatNumber(silhouette ?? null)),
    figure('switches', 'switches\na year', ({ switchesPerYear }) => formatNumber(switchesPerYear, 1)),
    figure('days', 'shortest\ndays', ({ shortestExpectedDays }) => orEndless(shortestExpectedDays, 1)),
    figure('share', 'rarest\nshare', ({ smallestShare }) => formatPercent(smallestShare)),
    figure('agreement', 'least\nagreement', ({ lowestAgreement }) => formatPercent(lowestAgreement, 0)),
  ];
  const refusals = rows.flatMap((row, index) =>
    row.refused === undefined ? [] : [`${names[index]}, ${regimes(row.states)}, refused the data: ${row.refused}`],
  );
  const notes = [
    describeChoice(comparison, names),
    describeCertainty(comparison, names),
    ...choices.flatMap((own) => describeCriteria(own, rows)),
    ...refusals,
    'Score: mean log density foreseen for the return of a day, out of sample; higher is better. Below best, ± s.e.: how far behind the best, with the standard error of that difference. BIC and ICL: in sample, lower is better.',
  ];
  const table = renderTextTable(fitColumns(all, width, expendable));
  return `${table}\n\n${notes.map((note) => wrapText(note, width)).join('\n')}`;
}

/** The detector, with its features where another candidate of the name has others. */
function nameOf({ detector, features }: Row, rows: readonly Row[]): string {
  const others = rows.filter((row) => row.detector === detector && row.features.join() !== features.join());
  return others.length === 0 ? detector : `${detector} (${features.join(', ')})`;
}

function describeChoice({ rows, chosen, days }: DetectorComparison, names: readonly string[]): string {
  const own = rows[chosen] as ScoredDetector;
  const what = `Chosen (*): ${names[chosen]} with ${regimes(own.states)}`;
  const over = `out of sample over ${formatNumber(days, 0)} days`;
  const best = bestOf(rows);
  return own.belowBest === 0
    ? `${what}: the best ${over}, with none simpler within one standard error of it.`
    : `${what}: the simplest within one standard error of the best ${over}, ${names[best]} with ${regimes(rows[best].states)}.`;
}

/** How far the choice is from the best and from having no regimes, and which others the days do not tell from the best. */
function describeCertainty({ rows, chosen, reference }: DetectorComparison, names: readonly string[]): string {
  const own = rows[chosen] as ScoredDetector;
  const best = bestOf(rows);
  const far = ({ belowBest, standardError }: Pick<ScoredDetector, 'belowBest' | 'standardError'>) =>
    `${formatNumber(belowBest, decimals)} ± ${formatNumber(standardError, decimals)} nats a day below the best`;
  const near = rows.flatMap((row, index) =>
    index !== best && index !== chosen && row.refused === undefined && row.belowBest <= row.standardError
      ? [`${names[index]} with ${regimes(row.states)}`]
      : [],
  );
  const asGood = reference.belowBest <= reference.standardError;
  return [
    ...(own.belowBest === 0 ? [] : [`It is ${far(own)}.`]),
    ...(near.length === 0 ? [] : [`Within one standard error too: ${near.join('; ')}.`]),
    `No regimes at all: ${far(reference)}${asGood ? ', so that regimes are not shown to gain anything' : ''}.`,
  ].join(' ');
}

function bestOf(rows: readonly Row[]): number {
  return rows.findIndex((row) => row.refused === undefined && row.belowBest === 0);
}

/** One line for each family of more than one candidate. */
function describeCriteria(own: CriterionChoices, rows: readonly Row[]): string[] {
  const { detector, features, outOfSample, bic, icl, silhouette } = own;
  const family = rows.filter((row) => row.detector === detector && row.features.join() === features.join());
  if (family.filter(({ refused }) => refused === undefined).length < 2) return [];
  const inSample = Object.entries({ BIC: bic, ICL: icl, silhouette }).filter(([, states]) => states !== undefined);
  const said = [...inSample, ['out of sample' as const, outOfSample] as const].map(
    ([name, states]) => `${name} ${states}`,
  );
  return [`Number of regimes by criterion, ${detector} on ${features.join(', ')}: ${said.join(', ')}.`];
}

function regimes(states: number): string {
  return states === 1 ? '1 regime' : `${states} regimes`;
}

function orEndless(value: number, places: number): string {
  return value === Number.POSITIVE_INFINITY ? '∞' : formatNumber(value, places);
}
