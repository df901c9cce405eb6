import type { BacktestResults, BacktestRun, PolicyResult } from '../backtest/results.ts';
import { assignmentText } from './assignment-text.ts';
import { bestOf, comparisonColumns } from './comparison-columns.ts';
import { describeContract, describeCosts, describeObjective } from './describe-run.ts';
import { formatNumber, formatPercent } from './format.ts';
import { bulletList, markdownTable } from './markdown.ts';
import { rankPolicies } from './rank-policies.ts';
import { refitCells } from './refit-cells.ts';
import { regimeName } from './regime-names.ts';
import { reproduceCommand } from './reproduce-command.ts';
import { verdictSentences } from './verdict.ts';

/** The report as Markdown: the words and tables of the HTML page, without its charts. The same run gives the same text. */
export function renderReportMarkdown({ results }: Pick<BacktestRun, 'results'>): string {
  const parts = [
    '# Hedging policies compared',
    ...headline(results),
    ...comparison(results),
    ...byRegime(results),
    ...regimes(results),
    ...forecasts(results),
    ...refits(results),
    ...manifest(results),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headline(results: BacktestResults): readonly string[] {
  const { config, data, notices } = results.manifest;
  const objective = describeObjective(config.objective);
  return [
    verdictSentences(results).join(' '),
    bulletList([
      `Contract: ${describeContract(config)}`,
      `Evaluated: ${data.evaluatedFrom} to ${data.evaluatedTo}, ${formatNumber(data.episodes, 0)} episodes`,
      `Costs: ${describeCosts(config)}`,
      `Objective: ${objective.name} (${objective.formula}), in ${objective.unit}; lower is better`,
      `Data: ${data.source}, ${formatNumber(data.rows, 0)} bars, ${data.from} to ${data.to}`,
      ...notices.map((text) => `To keep in mind: ${text}`),
    ]),
  ];
}

function comparison(results: BacktestResults): readonly string[] {
  const ranked = rankPolicies(results);
  const columns = comparisonColumns(describeObjective(results.manifest.config.objective));
  const best = columns.map((column) => bestOf(column, ranked));
  const cell = (policy: PolicyResult, i: number) => {
    const text = columns[i].text(policy);
    return best[i].has(policy.name) ? `**${text}**` : text;
  };
  return [
    '## Comparison',
    markdownTable(
      ['Policy', ...columns.map(({ label, unit }) => `${label}, ${unit}`)],
      ranked.map((policy) => [policy.name, ...columns.map((_, i) => cell(policy, i))]),
    ),
    'Intervals are 95 % intervals of a stationary bootstrap over writing dates. The best of each column is bold.',
  ];
}

function byRegime(results: BacktestResults): readonly string[] {
  const ranked = rankPolicies(results);
  const found = new Set(ranked.flatMap((policy) => policy.byRegime.map(({ regime }) => regime)));
  const shown = [...found].sort((a, b) => a - b);
  if (shown.length === 0) return [];
  const { unit } = describeObjective(results.manifest.config.objective);
  return [
    '## Objective by regime at writing',
    markdownTable(
      [
        'Policy',
        ...shown.map((regime) => `Regime ${regimeName(regime, results.manifest.config.regimes.states)}, ${unit}`),
      ],
      ranked.map((policy) => [
        policy.name,
        ...shown.map((regime) => {
          const entry = policy.byRegime.find((candidate) => candidate.regime === regime);
          return formatNumber(entry?.metrics.objective ?? null, 3);
        }),
      ]),
    ),
  ];
}

function regimes({ regimes: detectors }: BacktestResults): readonly string[] {
  if (detectors.length === 0) return [];
  const rows = detectors.flatMap(({ name, states, switches, alignment }) =>
    states.map(({ regime, volAnnual, share }) => [
      name,
      regimeName(regime, states.length),
      formatPercent(volAnnual),
      formatPercent(share, 0),
      formatNumber(switches, 0),
      formatPercent(alignment),
    ]),
  );
  return [
    '## Regimes',
    markdownTable(
      ['Detector', 'Regime', 'Volatility a year', 'Share of days', 'Switches', 'Agreement of refits'],
      rows,
    ),
  ];
}

function forecasts({ forecast }: BacktestResults): readonly string[] {
  if (forecast.length === 0) return [];
  const rows = forecast.map(({ name, qlike, mse, days, dmVersusEwma }) => [
    name,
    formatNumber(qlike, 4),
    formatNumber(mse, 3),
    formatNumber(dmVersusEwma, 2),
    formatNumber(days, 0),
  ]);
  return [
    '## Volatility forecasts',
    markdownTable(['Forecaster', 'QLIKE', 'MSE, (%² a day)²', 'DM against EWMA', 'Days'], rows),
    'Lower is better; a negative Diebold–Mariano statistic is better than EWMA, within ±1.96 not told apart from it.',
  ];
}

function refits({ refits: records }: BacktestResults): readonly string[] {
  if (records.length === 0) return [];
  const switchers = [...new Set(records.flatMap((refit) => refit.switchers.map(({ name }) => name)))];
  const rows = records.map((refit) => [
    ...refitCells(refit),
    ...switchers.map((name) => assignmentText(refit.switchers.find((entry) => entry.name === name)?.assignment ?? [])),
  ]);
  const header = ['Refit', 'Episodes', 'Band', 'WW aversion', 'Forecast weight', 'Forecast band', 'Deep objective'];
  return ['## What each refit chose', markdownTable([...header, ...switchers], rows)];
}

function manifest({ manifest: run }: BacktestResults): readonly string[] {
  const { command, needsFile, condition } = reproduceCommand(run.config, run.data.source);
  return [
    '## Manifest',
    bulletList([
      `Version: regime-hedge ${run.version}, Node ${run.node}`,
      `Seed: ${run.seed}`,
      `Configuration, SHA-256: ${run.configHash}`,
      `Data, SHA-256: ${run.dataHash}`,
      `Duration: ${formatNumber(run.seconds, 1)} s`,
    ]),
    `The same version, data and seed give the same figures, to the bit on the same release of Node${needsFile ? ' (config.json is the configuration below)' : ''}${condition}:`,
    `\`\`\`sh\n${command}\n\`\`\``,
    `\`\`\`json\n${JSON.stringify(run.config, null, 2)}\n\`\`\``,
  ];
}
