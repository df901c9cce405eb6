import { formatNumber } from '../format.ts';
import { html } from '../html.ts';
import { reproduceCommand } from '../reproduce-command.ts';
import type { ReportSection } from './section.ts';

/** What it takes to make the same report again. */
export const manifestSection: ReportSection = {
  id: 'manifest',
  title: 'Manifest',
  render({ results: { manifest } }) {
    const { command, needsFile, condition } = reproduceCommand(manifest.config, manifest.data.source);
    const entries: readonly (readonly [string, string])[] = [
      ['Version', `regime-hedge ${manifest.version}`],
      ['Seed', String(manifest.seed)],
      ['Configuration, SHA-256', manifest.configHash],
      ['Data, SHA-256', manifest.dataHash],
      ['Node', manifest.node],
      ['Duration', `${formatNumber(manifest.seconds, 1)} s`],
    ];
    return html`<p>The same version, data and seed give the same figures, to the bit on the same release of Node${
      needsFile ? '. Save the configuration below as config.json and run' : ''
    }${condition}:</p>
<pre class="command"><code>${command}</code></pre>
<dl class="facts mono">${entries.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
<details><summary>Configuration</summary><pre><code>${JSON.stringify(manifest.config, null, 2)}</code></pre></details>
<p class="note">Beside this page: report.md, results.json (every figure above), episodes.csv and decisions.csv (every contract and every
day’s holding).</p>`;
  },
};
