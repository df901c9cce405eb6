import Table from 'cli-table3';
import type { FitQuality } from '../../simulate/fit-quality.ts';
import type { VolFit } from '../../simulate/implied-vol-quotes.ts';
import type { Market } from '../../simulate/market.ts';
import { blankBorders } from '../blank-borders.ts';
import { formatNumber } from '../format.ts';
import { wrapText } from '../wrap-text.ts';

/**
 * How well a market fits what it was fitted to, as text. Tables and parameters fit 80 columns.
 *
 * @param width columns that sentences may take
 */
export function renderFit(
  { fit, market }: { readonly fit: FitQuality | VolFit; readonly market: Market },
  width: number = Number.POSITIVE_INFINITY,
): string {
  const text = 'quotes' in fit ? renderVolFit(fit, market) : renderHistoryFit(fit);
  return [text, ...fit.warnings.map((warning) => wrapText(`note: ${warning}`, width, '  '))].join('\n');
}

function renderHistoryFit({ market, days, parameters, logLikelihood, aic, bic, comparison }: FitQuality): string {
  const likelihood =
    logLikelihood === undefined
      ? ''
      : `\nlog-likelihood ${formatNumber(logLikelihood, 2)}, AIC ${formatNumber(aic ?? null, 1)}, BIC ${formatNumber(bic ?? null, 1)}`;
  return [
    `fitted to ${days} daily returns: ${market}${likelihood}`,
    parameterLines(parameters),
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
  ].join('\n');
}

function renderVolFit({ rmseVolPoints, worstVolPoints, quotes }: VolFit, market: Market): string {
  return [
    `fitted to ${quotes.length} implied volatilities: ${market.name}`,
    `error ${formatNumber(rmseVolPoints, 3)} volatility points (root mean square), ${formatNumber(worstVolPoints, 3)} at worst`,
    parameterLines(market.toJSON()),
  ].join('\n');
}

/** 'omega 0.0000017, alpha 0, …' in lines that fit a terminal. */
function parameterLines(parameters: Readonly<Record<string, unknown>>): string {
  const lines = [''];
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'number') continue;
    const text = `${name} ${shortNumber(value)}`;
    const last = lines.length - 1;
    if (lines[last] !== '' && lines[last].length + text.length > 74) lines.push(text);
    else lines[last] += lines[last] === '' ? text : `, ${text}`;
  }
  return lines.join(',\n');
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
  // At a bound of 0 a fit may stop a rounding away.
  return Math.abs(value) < 1e-12 ? '0' : String(Number(value.toPrecision(5)));
}
