import { basename } from 'node:path';
import type { Bars } from '../market/bars.ts';
import type { ImpliedVolSeries } from '../market/join-implied-vol.ts';
import { type ConfigOrigin, errorAt, figureError } from './config-errors.ts';
import type { ForecastConfig } from './forecast-schema.ts';

/** The history that forecasters walk through. */
export interface ForecastData {
  /** With the columns of the user, and `impliedVol` where it is quoted. */
  readonly bars: Bars;
  /** Annualised, at which contracts are written: quoted, or modelled from past closes. */
  readonly impliedVol: Float64Array;
  readonly isQuoted: boolean;
  /** The file's name, for people. */
  readonly source: string;
  /** The file as it was named, for messages. */
  readonly file: string;
  readonly notices: readonly string[];
}

/** The name of the column that quoted implied volatility becomes. */
export const impliedVolColumn = 'impliedVol';
/** Of implied volatility where none is quoted, as in a backtest. */
const modelled = { lambda: 0.94, premium: 1.1 } as const;

/**
 * Reads the history and joins what stands beside it, each day as it was known at that day's close.
 *
 * @throws InputError on a bad file, or a history that ends before anything can be scored
 */
export async function readForecastData(config: ForecastConfig, origin: ConfigOrigin): Promise<ForecastData> {
  const { joinPublished } = await import('../market/join-published.ts');
  const { modelledImpliedVol } = await import('../market/modelled-implied-vol.ts');
  const { bundledBarsPath, readBars } = await import('../market/read-bars.ts');
  const { readFeatureSources } = await import('../market/read-feature-sources.ts');
  const { noticesOfStrangeDays } = await import('../market/strange-days.ts');
  const { columns, impliedVol } = config.data;
  checkNames(columns, origin);
  const { bars, notices } = await readBars(config.data.file ?? bundledBarsPath());
  const source = config.data.file === undefined ? 'bundled S&P 500' : basename(config.data.file);
  checkLength(bars, source, config, origin);
  const sources = await readFeatureSources({
    impliedVol,
    columns: Object.fromEntries(columns.map(({ name, ...column }) => [name, column])),
  });
  const joined = Object.entries(sources.columns ?? {}).map(
    ([name, { series, ...options }]) => [name, joinPublished(bars.dates, series, options)] as const,
  );
  const quotes = sources.impliedVol && (await joinQuotes(bars, sources.impliedVol));
  return {
    bars: {
      ...bars,
      columns: {
        ...bars.columns,
        ...Object.fromEntries(joined),
        ...(quotes && { [impliedVolColumn]: quotes.values }),
      },
    },
    impliedVol: quotes?.values ?? modelledImpliedVol(bars, modelled),
    isQuoted: quotes !== undefined,
    source,
    file: config.data.file ?? source,
    notices: [
      ...notices,
      ...noticesOfStrangeDays(bars, config.data.file ?? source),
      ...(quotes?.notices ?? []),
      ...(quotes === undefined && config.value.enabled ? [modelledNotice] : []),
    ],
  };
}

const modelledNotice = `the options hedged are written at modelled implied volatility, ${modelled.premium} × a causal forecast from past closes (EWMA, lambda ${modelled.lambda}); give --implied-vol for quoted figures`;

/** Quotes of a date are known at its close: they stand without a lag. */
async function joinQuotes({ dates }: Bars, series: ImpliedVolSeries) {
  const { carryForward } = await import('../market/carry-forward.ts');
  const { joinImpliedVol } = await import('../market/join-implied-vol.ts');
  const joined = joinImpliedVol(dates, series);
  const { values, carried } = carryForward(joined.values);
  const notice = carried > 0 ? [`the last implied volatility is carried forward on ${carried} of those days`] : [];
  return { values, notices: [...joined.notices, ...notice] };
}

function checkNames(columns: ForecastConfig['data']['columns'], origin: ConfigOrigin): void {
  const bad = columns.findIndex(
    ({ name }, index) => name === impliedVolColumn || columns.findIndex((other) => other.name === name) < index,
  );
  if (bad < 0) return;
  const { name } = columns[bad];
  const why = name === impliedVolColumn ? 'is that of data.impliedVol' : 'stands twice';
  throw errorAt(origin, ['data', 'columns', bad, 'name'], `data.columns: the name '${name}' ${why}: expected another`);
}

/** Enough days after the first fit, and from the first date scored on, for every horizon. */
function checkLength({ dates }: Bars, source: string, config: ForecastConfig, origin: ConfigOrigin): void {
  const { from, horizons, walkForward, value } = config;
  const { firstFitDays } = walkForward;
  const longest = horizons[horizons.length - 1];
  const lastScored = dates.length - longest - Math.max(20, 2 * longest);
  const lastWritten = value.enabled ? dates.length - value.tenorDays - 1 : lastScored;
  const last = Math.min(lastScored, lastWritten);
  const outcomes =
    lastWritten < lastScored
      ? `the ${dates.length} days of ${source} to hold an option of ${value.tenorDays} days (value.tenorDays)`
      : `the ${dates.length} days of ${source} to hold outcomes ${longest} days ahead`;
  if (firstFitDays > last) {
    throw figureError(
      `walkForward.firstFitDays is ${firstFitDays}: expected at most ${Math.max(0, last)}, for ${outcomes}; give a longer history, a shorter first fit or a shorter horizon`,
      { origin, config },
    );
  }
  if (from === undefined || from <= dates[last]) return;
  throw errorAt(origin, ['from'], `expected a date no later than ${dates[last]}, for ${outcomes}`);
}
