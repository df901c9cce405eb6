import type { PolicyResult } from '../../backtest/results.ts';
import { bestOf, comparisonColumns } from '../comparison-columns.ts';
import { describeObjective } from '../describe-run.ts';
import { html } from '../html.ts';
import { policyColour } from '../palette.ts';
import { rankPolicies, standing } from '../rank-policies.ts';
import { renderTable, swatch } from '../table.ts';
import type { ReportSection } from './section.ts';

/** Every policy's figures, sorted by the objective. */
export const comparisonSection: ReportSection = {
  id: 'comparison',
  title: 'The comparison',
  render({ results }) {
    const ranked = rankPolicies(results);
    if (ranked.length === 0) return null;
    const columns = comparisonColumns(describeObjective(results.manifest.config.objective));
    const best = columns.map((column) => bestOf(column, ranked));
    const rows = ranked.map((policy) => [
      { text: swatch(policy.name, policyColour(policy.name)) },
      ...columns.map((column, i) => ({
        text: column.text(policy),
        bold: best[i].has(policy.name),
        ...(column.key === 'versusBand' ? standingClass(policy) : {}),
      })),
    ]);
    return html`${renderTable('Comparison of policies', [{ label: 'Policy', align: 'text' }, ...columns], rows)}
<p class="note">Lower objective, sd and CVaR are better; the best of each is bold. Differences that are beyond their 95 % interval are
marked ▼ (better than the band) or ▲ (worse). Figures are per episode, in percent of spot at writing. Costs, turnover and trades have
no good end of their own: not hedging costs nothing.</p>
<details><summary>What the columns mean</summary><dl class="terms">${columns.map(({ label, meaning }) => html`<div><dt>${label}</dt><dd>${meaning}</dd></div>`)}</dl></details>`;
  },
};

function standingClass({ uncertainty }: PolicyResult): { readonly className: string } {
  return { className: `standing-${standing(uncertainty.objectiveVersusBand)}` };
}
