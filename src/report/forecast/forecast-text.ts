import type { ComparedForecast, HorizonComparison } from '../../forecast/comparison/compare-forecasts.ts';
import { formatNumber, formatSigned } from '../format.ts';
import { columnWidth, fitColumns, renderTextTable, type TextColumn } from '../text-table.ts';
import { wrapText } from '../wrap-text.ts';
import type { ForecastResults } from './forecast-results.ts';

export interface ForecastTextOptions {
  /** Columns of the terminal; figures that do not fit are left out, the least telling first. 80 when left out. */
  readonly width?: number;
  /** Whether the best figures may be bold (ANSI codes). No code at all when left out. */
  readonly colour?: boolean;
}

/** In the confidence set that holds the best forecast with a probability of 90 %. */
const SET_LEVEL = 0.1;

const percent = (value: number) => formatNumber(100 * value, 1);

/**
 * The figures of a comparison as text for a terminal: the forecasts at the last close, scores at every horizon, by regime, and
 * what the forecasts were worth to a hedge.
 */
export function renderForecastText(
  results: ForecastResults,
  { width = 80, colour = false }: ForecastTextOptions = {},
): string {
  const text = { width, colour };
  const blocks = [
    latestTable(results, text),
    ...results.comparison.map((compared) => horizonTable(compared, results, text)),
    ...(results.regimeNames.length > 0 ? [regimeTable(results, text)] : []),
    ...(results.value === null ? [] : [valueTable(results, text)]),
    notes(results)
      .map((note) => wrapText(note, width))
      .join('\n'),
  ];
  return blocks.join('\n\n');
}

/** '1 day', '22 days'. */
export function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

type TextFrame = Required<ForecastTextOptions>;

function latestTable({ latest, chosen }: ForecastResults, { width }: TextFrame): string {
  const level = formatNumber(100 * latest.level, 0);
  const column = (key: string, head: string, cell: (own: (typeof latest.horizons)[number]) => string): TextColumn => ({
    key,
    head,
    cells: latest.horizons.map(cell),
  });
  const columns: readonly TextColumn[] = [
    { ...column('horizon', 'next', ({ horizonDays }) => inDays(horizonDays)), align: 'left' },
    column('vol', 'forecast\nvol %', ({ volAnnual }) => percent(volAnnual)),
    column('low', `${level} % from\nvol %`, ({ low }) => percent(low)),
    column('high', 'to\nvol %', ({ high }) => percent(high)),
    column('past', 'past\nvol %', ({ realisedVolAnnual }) => percent(realisedVolAnnual)),
    column('within', 'outcomes\nwithin %', ({ coverage }) => percent(coverage?.share ?? Number.NaN)),
    column('below', 'below\n%', ({ coverage }) => percent(coverage?.below ?? Number.NaN)),
    column('above', 'above\n%', ({ coverage }) => percent(coverage?.above ?? Number.NaN)),
  ];
  const title = `Volatility ahead at the close of ${latest.date}, by ${chosen.forecaster}`;
  return titled(title, columns, width, ['above', 'below', 'past', 'within']);
}

function horizonTable(compared: HorizonComparison, { against, chosen }: ForecastResults, frame: TextFrame): string {
  const { horizonDays, rows } = compared;
  const forecasts = compared.forecasts.toSorted((a, b) => a.qlike - b.qlike);
  const figure = (
    key: string,
    head: string,
    text: (own: ComparedForecast) => string,
    of?: (own: ComparedForecast) => number,
  ): TextColumn => {
    const plain = forecasts.map(text);
    const least = of && Math.min(...forecasts.map(of));
    const cells = plain.map((cell, row) =>
      frame.colour && of?.(forecasts[row]) === least && least !== undefined ? bold(cell) : cell,
    );
    return { key, head, cells, width: columnWidth(head, plain) };
  };
  const columns: readonly TextColumn[] = [
    nameColumn(
      forecasts.map(({ forecaster }) => forecaster),
      chosen.forecaster,
    ),
    figure(
      'qlike',
      'QLIKE',
      ({ qlike }) => formatNumber(qlike, 3),
      ({ qlike }) => qlike,
    ),
    figure('error', '±', ({ qlikeError }) => formatNumber(qlikeError, 3)),
    figure(
      'mse',
      'MSE\n(%²)²',
      ({ mse }) => formatNumber(mse, 2),
      ({ mse }) => mse,
    ),
    figure(
      'bias',
      'bias\nratio',
      ({ bias }) => formatNumber(bias),
      ({ bias }) => Math.abs(Math.log(bias)),
    ),
    figure(
      'rSquared',
      'R²\n%',
      ({ rSquared }) => percent(rSquared),
      ({ rSquared }) => -rSquared,
    ),
    ...against.map((name, k) =>
      figure(`against${k}`, `t against\n${name}`, ({ dieboldMariano }) =>
        formatNumber(dieboldMariano[name]?.qlike.statistic ?? null),
      ),
    ),
    figure('set', '90 %\nset', ({ confidence }) => (confidence.qlike >= SET_LEVEL ? 'in' : '')),
  ];
  const expendable = ['error', 'bias', ...against.map((_, k) => `against${k}`).toReversed(), 'mse', 'rSquared', 'set'];
  const title = `${inDays(horizonDays)} ahead: ${formatNumber(rows, 0)} days, ${compared.firstDate} to ${compared.lastDate}`;
  return titled(title, columns, frame.width, expendable);
}

/** QLIKE by regime at every horizon; the middle horizons are left out first. */
function regimeTable({ comparison, regimeNames, chosen }: ForecastResults, frame: TextFrame): string {
  const names = comparison[0].forecasts.map(({ forecaster }) => forecaster);
  const scores = comparison.flatMap(({ horizonDays, groups }, h) =>
    groups.map(({ label, forecasts }) => {
      const plain = forecasts.map(({ qlike }) => formatNumber(qlike, 3));
      const least = Math.min(...forecasts.map(({ qlike }) => qlike));
      const head = `${inDays(horizonDays)}\n${regimeNames[label]}`;
      const cells = plain.map((cell, k) => (frame.colour && forecasts[k].qlike === least ? bold(cell) : cell));
      return { key: `${h}`, head, cells, width: columnWidth(head, plain) };
    }),
  );
  const middle = comparison.map((_, h) => h).slice(1, -1);
  const expendable = [...middle, 0].map(String);
  const shares = comparison[0].groups
    .map(({ label, rows }) => `${regimeNames[label]} ${formatNumber((100 * rows) / comparison[0].rows, 0)} %`)
    .join(', ');
  return titled(
    `QLIKE by regime at the close of the forecast: ${shares} of days`,
    [nameColumn(names, chosen.forecaster), ...scores],
    frame.width,
    expendable,
  );
}

function valueTable({ value, chosen }: ForecastResults, frame: TextFrame): string {
  if (value === null) return '';
  const { values, reference, tenorDays, episodes, costBps } = value;
  const sorted = values.toSorted((a, b) => a.objective.value - b.objective.value);
  // The reference itself, and implied volatility alone, which has no weight to share with it.
  const isPaired = ({ forecaster, weight }: (typeof values)[number]) => weight > 0 && forecaster !== reference;
  const figure = (key: string, head: string, text: (own: (typeof values)[number]) => string): TextColumn => {
    const plain = sorted.map(text);
    const isBest = (row: number) => frame.colour && key === 'objective' && row === 0;
    return {
      key,
      head,
      cells: plain.map((cell, row) => (isBest(row) ? bold(cell) : cell)),
      width: columnWidth(head, plain),
    };
  };
  const columns: readonly TextColumn[] = [
    nameColumn(
      sorted.map(({ forecaster }) => (forecaster === 'implied' ? 'implied vol alone' : forecaster)),
      chosen.forecaster,
    ),
    figure('objective', 'objective\n% of spot', ({ objective }) => formatNumber(objective.value, 3)),
    figure('error', '±', ({ objective }) => formatNumber(objective.stderr, 3)),
    figure('versus', `less that\nof ${reference}`, (own) =>
      isPaired(own) ? formatSigned(own.versusReference.value, 3) : '–',
    ),
    figure('versusError', '± ', (own) => (isPaired(own) ? formatNumber(own.versusReference.stderr, 3) : '')),
    figure('sd', 'sd of\nP&L %', ({ sd }) => formatNumber(sd, 3)),
    figure('cost', 'cost\n%', ({ cost }) => formatNumber(cost, 3)),
    figure('trades', 'trades', ({ trades }) => formatNumber(trades, 1)),
  ];
  const title = `Worth to a hedge: ${formatNumber(episodes, 0)} short calls of ${inDays(tenorDays)}, ${formatNumber(costBps, 0)} bp a trade`;
  return titled(title, columns, frame.width, ['trades', 'cost', 'sd', 'error', 'versusError', 'versus']);
}

function notes(results: ForecastResults): string[] {
  const { against, chosen, target, comparison, value, latest, regimes } = results;
  const zero = comparison.find(({ zeroRows }) => zeroRows > 0);
  const least = `the least QLIKE relative to that of ${against[0]}, mean over the horizons,`;
  const by = {
    user: 'as asked for',
    'days before': `${least} on the days before those scored`,
    'all days': `${least} on all days, those scored among them: the choice flatters its scores (a later --from leaves days to choose on)`,
  }[chosen.by];
  return [
    `Chosen (*): ${chosen.forecaster}, ${by}.`,
    `QLIKE: y/f − ln(y/f) − 1 of the realised (${target}) and forecast variance, mean over the days ± Newey–West standard error; lower is better. Bias: mean forecast over mean realised. R²: against the mean of what was known. t against ${against.join(', ')}: Diebold–Mariano on QLIKE, below −1.96 better at 95 %. 90 % set: model confidence set on QLIKE.`,
    `Past: volatility of as many days up to the close. Intervals hold ${formatNumber(100 * latest.level, 0)} % of the past errors that were known at each close; outcomes are those scored.`,
    ...(zero === undefined
      ? []
      : [`On ${zero.zeroRows} days nothing moved over ${inDays(zero.horizonDays)}: they count for all but QLIKE.`]),
    ...(regimes === null ? [] : [`Regimes: ${regimes.detector}, each day as known at its close.`]),
    ...(value === null
      ? []
      : [
          `Worth: mean + 1.5 sd of the loss after costs of the same delta band run at each forecast, in % of spot; lower is better. Options are written at ${value.isQuoted ? 'quoted' : 'modelled'} implied volatility; ± are bootstrap standard errors, of the paired difference in the second.${target === 'squared-return' ? '' : ` The forecasts are of ${target} variance: its level may be another than that of the closes hedged.`}`,
        ]),
  ];
}

function nameColumn(names: readonly string[], chosen: string): TextColumn {
  return {
    key: 'forecaster',
    head: 'forecaster',
    cells: names.map((name) => (name === chosen ? `${name} *` : name)),
    align: 'left',
  };
}

function titled(title: string, columns: readonly TextColumn[], width: number, expendable: readonly string[]): string {
  return `${wrapText(title, width)}\n${renderTextTable(fitColumns(columns, width, expendable))}`;
}

function bold(text: string): string {
  return `\u001b[1m${text}\u001b[22m`;
}
