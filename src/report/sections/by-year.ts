import { createCriterion } from '../../risk/create-criterion.ts';
import { describeObjective } from '../describe-run.ts';
import { pnlByYear } from '../episode-groups.ts';
import { formatNumber } from '../format.ts';
import { html } from '../html.ts';
import { policyColour } from '../palette.ts';
import { bandPolicy, rankPolicies } from '../rank-policies.ts';
import { renderTable, swatch, type TableCell } from '../table.ts';
import type { ReportSection } from './section.ts';

/** The objective of each policy, year by year. */
export const byYearSection: ReportSection = {
  id: 'by-year',
  title: 'Year by year',
  render({ results, episodes, bars }) {
    const { years, pnl } = pnlByYear(episodes, bars.dates);
    const ranked = rankPolicies(results).filter(({ name }) => pnl.has(name));
    if (years.length === 0 || ranked.length === 0) return null;
    const { objective } = results.manifest.config;
    const { unit, name } = describeObjective(objective);
    const criterion = createCriterion(objective);
    const value = (policy: string, year: string) => {
      const sample = pnl.get(policy)?.get(year);
      return sample === undefined ? Number.NaN : criterion.value(sample);
    };
    const band = bandPolicy(results);
    const scale = Math.abs(band?.metrics.objective ?? Number.NaN);
    const count = (year: string) => Math.max(...ranked.map((policy) => pnl.get(policy.name)?.get(year)?.length ?? 0));
    const columns = years.map((year) => ({ label: year, unit: `n ${formatNumber(count(year), 0)}` }));
    const rows = ranked.map((policy) => [
      { text: swatch(policy.name, policyColour(policy.name)) },
      ...years.map((year) =>
        shadedCell(value(policy.name, year), band === undefined ? Number.NaN : value(band.name, year), scale),
      ),
    ]);
    return html`${renderTable(`Objective by policy and year of writing, ${unit}`, [{ label: 'Policy', align: 'text' }, ...columns], rows)}
<p class="note">The objective (${name}, ${unit}) of the episodes written in each calendar year; n is their number. Blue cells did better than
the tuned delta band in that year, orange ones worse, at full strength from a fifth of the band’s overall objective
on. Watch whether an advantage
is spread over the years or comes from one of them; a single year is too short to rank policies by.</p>`;
  },
};

/** A figure shaded by how far it stands from the band's, relative to the band's objective over all years. */
function shadedCell(value: number, band: number, scale: number): TableCell {
  const text = formatNumber(value, 2);
  const relative = (value - band) / scale;
  if (!Number.isFinite(relative) || relative === 0) return { text };
  const strength = Math.round(Math.min(1, Math.abs(relative) / 0.2) * 45);
  return { text, className: relative < 0 ? 'shade-better' : 'shade-worse', style: `--shade:${strength}%` };
}
