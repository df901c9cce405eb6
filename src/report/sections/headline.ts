import { describeContract, describeCosts, describeObjective } from '../describe-run.ts';
import { formatNumber } from '../format.ts';
import { html } from '../html.ts';
import { verdictSentences } from '../verdict.ts';
import type { ReportSection } from './section.ts';

/** What was compared and what came out, in words. */
export const headlineSection: ReportSection = {
  id: 'verdict',
  title: 'What the numbers say',
  render({ results }) {
    const { config, data, notices } = results.manifest;
    const objective = describeObjective(config.objective);
    const [first, ...others] = verdictSentences(results);
    const facts: readonly (readonly [string, string])[] = [
      ['Contract', describeContract(config)],
      ['Evaluated', `${data.evaluatedFrom} to ${data.evaluatedTo}, ${formatNumber(data.episodes, 0)} episodes`],
      ['Costs', describeCosts(config)],
      ['Objective', `${objective.name} (${objective.formula}), in ${objective.unit}; lower is better`],
      ['Data', `${data.source}: ${formatNumber(data.rows, 0)} bars, ${data.from} to ${data.to}`],
      ['Fits', fitWords(config.walkForward)],
    ];
    return html`<div class="verdict"><p class="lead">${first}</p>${others.map((text) => html`<p>${text}</p>`)}</div>
<dl class="facts">${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
${
  notices.length === 0
    ? null
    : html`<div class="notices"><p><strong>To keep in mind</strong></p><ul>${notices.map((text) => html`<li>${text}</li>`)}</ul></div>`
}
<p class="note">Intervals come from a stationary bootstrap over writing dates (${formatNumber(config.bootstrap.draws, 0)} draws, mean block
${config.bootstrap.blockDays} days), the same draws for every policy. They measure what this sample leaves uncertain, not whether the
future resembles it; and the best of ${results.policies.length} policies looks a little better than it is, because it was picked for
having done best here.</p>`;
  },
};

function fitWords({ refitYears, window, rollingYears, firstFitYears }: WalkForward): string {
  const past = window === 'expanding' ? 'on all of the past' : `on the past ${rollingYears} years`;
  return `first after ${firstFitYears} years, then every ${refitYears === 1 ? 'year' : `${refitYears} years`}, ${past}`;
}

type WalkForward = Parameters<ReportSection['render']>[0]['results']['manifest']['config']['walkForward'];
