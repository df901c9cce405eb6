import type { PolicyResult } from '../../backtest/results.ts';
import { describeObjective } from '../describe-run.ts';
import { formatNumber } from '../format.ts';
import { html } from '../html.ts';
import { policyColour, regimeColour } from '../palette.ts';
import { rankPolicies } from '../rank-policies.ts';
import { regimeName } from '../regime-names.ts';
import { renderTable, swatch } from '../table.ts';
import type { ReportSection } from './section.ts';

/** The objective of each policy on the episodes written in each regime. */
export const byRegimeSection: ReportSection = {
  id: 'by-regime',
  title: 'Results by regime at writing',
  render({ results }) {
    const ranked = rankPolicies(results);
    const counts = regimeCounts(ranked);
    if (counts.length === 0) return null;
    const { unit, name } = describeObjective(results.manifest.config.objective);
    const { states } = results.manifest.config.regimes;
    const best = counts.map(([regime]) =>
      Math.min(...ranked.map((policy) => objectiveIn(policy, regime)).filter(Number.isFinite)),
    );
    const columns = counts.map(([regime, episodes]) => ({
      label: swatch(`Regime ${regimeName(regime, states)}`, regimeColour(regime, states)),
      unit: `${unit}, ${formatNumber(episodes, 0)} episodes`,
    }));
    const rows = ranked.map((policy) => [
      { text: swatch(policy.name, policyColour(policy.name)) },
      ...counts.map(([regime], i) => {
        const value = objectiveIn(policy, regime);
        return { text: formatNumber(value, 3), bold: value === best[i] };
      }),
    ]);
    return html`${renderTable('Objective by policy and regime', [{ label: 'Policy', align: 'text' }, ...columns], rows)}
<p class="note">The objective (${name}) of the episodes written in each regime, as the reporting detector filtered it at writing; the
best of each is bold. Columns do not add up to the overall objective, which also counts the differences between regimes. A regime of few
episodes, often from one or two crises, says little.</p>`;
  },
};

/** Regimes in which contracts were written, with the number of episodes. */
function regimeCounts(policies: readonly PolicyResult[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { byRegime } of policies) for (const { regime, episodes } of byRegime) counts.set(regime, episodes);
  return [...counts].filter(([, episodes]) => episodes > 0).sort(([a], [b]) => a - b);
}

function objectiveIn({ byRegime }: PolicyResult, regime: number): number {
  return byRegime.find((entry) => entry.regime === regime)?.metrics.objective ?? Number.NaN;
}
