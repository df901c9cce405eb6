import Table from 'cli-table3';
import type { FitQuality } from '../../simulate/fit-quality.ts';
import type { VolFit } from '../../simulate/implied-vol-quotes.ts';
import { blankBorders } from '../blank-borders.ts';
import { formatNumber } from '../format.ts';

/** How well a market fits what it was fitted to, as text for a terminal. */
export function renderFit(fit: FitQuality | VolFit): string {
  return 'quotes' in fit ? renderVolFit(fit) : renderHistoryFit(fit);
}

function renderHistoryFit({
  market,
  days,
  parameters,
  logLikelihood,
  aic,
  bic,
  comparison,
  warnings,
}: FitQuality): string {
  const likelihood =
    logLikelihood === undefined
      ? ''
      : `; log-likelihood ${formatNumber(logLikelihood, 2)}, AIC ${formatNumber(aic ?? null, 1)}, BIC ${formatNumber(bic ?? null, 1)}`;
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${shortNumber(value)}`);
  return [
    `fitted to ${days} daily returns: ${market}${likelihood}`,
    values.join(', '),
    '',
    table(
      ['figure', 'history', 'market', 'sd by chance'],
      comparison.map(({ figure, observed, model, modelSd }) => [
        figure,
        formatNumber(observed, 4),
        formatNumber(model, 4),
        formatNumber(modelSd, 4),
      ]),
    ),
    ...warnings.map((warning) => `note: ${warning}`),
  ].join('\n');
}

function renderVolFit({ rmseVolPoints, worstVolPoints, quotes }: VolFit): string {
  return `fitted to ${quotes.length} implied volatilities: error ${formatNumber(rmseVolPoints, 3)} volatility points (root mean square), ${formatNumber(worstVolPoints, 3)} at worst`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const text = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: { ...blankBorders },
  });
  text.push(...rows.map((row) => [...row]));
  return text
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Five digits, whatever the size. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(5)));
}
