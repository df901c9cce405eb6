import { assignmentText } from '../assignment-text.ts';
import { describeObjective } from '../describe-run.ts';
import { type Html, html } from '../html.ts';
import { refitCells } from '../refit-cells.ts';
import { renderTable } from '../table.ts';
import type { ReportSection } from './section.ts';

/** What each refit chose, from the past of its date. */
export const refitsSection: ReportSection = {
  id: 'refits',
  title: 'What each refit chose',
  render({ results }) {
    const { refits } = results;
    if (refits.length === 0) return null;
    const { unit } = describeObjective(results.manifest.config.objective);
    const switchers = [...new Set(refits.flatMap((refit) => refit.switchers.map(({ name }) => name)))];
    const rows = refits.map((refit) => [
      ...refitCells(refit),
      ...switchers.map((name) => ({
        text: assignmentHtml(refit.switchers.find((entry) => entry.name === name)?.assignment ?? []),
        className: 'wrap',
      })),
    ]);
    const table = renderTable(
      'Choices of each refit',
      [
        { label: 'Refit', align: 'text' },
        { label: 'Training', unit: 'episodes' },
        { label: 'Band', unit: '±\u00a0delta' },
        { label: 'Whalley–Wilmott', unit: 'risk aversion' },
        { label: 'Forecast weight', unit: 'against implied' },
        { label: 'Forecast band', unit: '±\u00a0delta' },
        { label: 'Deep', unit: `objective, ${unit}` },
        ...switchers.map((name) => ({ label: name, unit: 'policy by regime, calm first', align: 'text' as const })),
      ],
      rows,
    );
    return html`${table}
<p class="note">Each row was chosen from the rows up to its date alone and used until the next. Choices that jump from refit to refit are a
sign that the training past hardly tells the candidates apart. The deep objective is that of simulated training paths, so it does not
compare with the objectives above. A switcher with one policy in every regime has found no gain worth its switching.</p>`;
  },
};

/** The policies of a switcher as `assignmentText` writes them, broken after a dot alone. */
function assignmentHtml(assignment: readonly string[]): Html {
  return html`${assignmentText(assignment)
    .split(/(?<=·) /)
    .map((part) => html`<span class="nowrap">${part}</span> `)}`;
}
