import type { BacktestRun } from '../backtest/results.ts';
import { describeContract } from './describe-run.ts';
import { formatNumber } from './format.ts';
import { html, rawHtml } from './html.ts';
import { reportSections } from './sections/registry.ts';
import { reportStyle } from './style.ts';

/**
 * The report as one HTML page that needs nothing else: no script, no font, no request. Charts are SVG; the page follows
 * the reader's light or dark setting, fits a phone and prints. The same run gives the same text.
 *
 * @example
 * await writeFile('report.html', renderReportHtml(run));
 */
export function renderReportHtml(run: BacktestRun): string {
  const { config, data, version } = run.results.manifest;
  const sections = reportSections.flatMap(({ id, title, render }) => {
    const body = render(run);
    return body === null ? [] : [{ id, title, body }];
  });
  const subtitle = `${describeContract(config)}; ${formatNumber(run.results.policies.length, 0)} policies on the same ${formatNumber(data.episodes, 0)} contracts, ${data.evaluatedFrom} to ${data.evaluatedTo}.`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="regime-hedge ${version}">
<title>Hedging policies compared, ${data.evaluatedFrom} to ${data.evaluatedTo}</title>
<link rel="icon" href="data:,">
<style>${rawHtml(reportStyle())}</style>
</head>
<body>
<header><h1>Hedging policies compared</h1><p>A ${subtitle}</p></header>
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(
  ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`,
)}</main>
<footer>regime-hedge ${version}. A backtest describes a past; it is no promise and no advice.</footer>
</body>
</html>
`;
  return page.html;
}
