/**
 * What was known at each close, as models fitted before that close said it: row t of every column comes from a model
 * fitted on rows up to t or earlier, run over rows up to t. Rows before the first fit hold NaN.
 */
export interface SignalTable {
  readonly rows: number;
  readonly close: Float64Array;
  readonly impliedVol: Float64Array;
  /** Forecast volatility by days to expiry: column n − 1 is over the coming n days. */
  readonly forecastVol: readonly Float64Array[];
  /** How far the forecaster's ensemble is apart, likewise; only where a policy reads it. */
  readonly forecastSpread?: readonly Float64Array[] | undefined;
  /** Filtered probabilities by detector, one column per regime. */
  readonly regimes: Readonly<Record<string, readonly Float64Array[]>>;
  /** Half-spread in basis points of the price, where the data has it. */
  readonly halfSpreadBps?: Float64Array | undefined;
  /** Forecast mean half-spread by days to expiry, likewise; only where a policy reads it. */
  readonly forecastHalfSpreadBps?: readonly Float64Array[] | undefined;
  /** Years of interest since row 0, where they are counted by dates. */
  readonly interestTime?: Float64Array | undefined;
}

/** Rows [0, to) of the table, copied: what is returned holds nothing later. */
export function cutSignalTable(table: SignalTable, to: number): SignalTable {
  return {
    rows: to,
    close: table.close.slice(0, to),
    impliedVol: table.impliedVol.slice(0, to),
    forecastVol: table.forecastVol.map((column) => column.slice(0, to)),
    forecastSpread: table.forecastSpread?.map((column) => column.slice(0, to)),
    regimes: Object.fromEntries(
      Object.entries(table.regimes).map(([name, columns]) => [name, columns.map((column) => column.slice(0, to))]),
    ),
    halfSpreadBps: table.halfSpreadBps?.slice(0, to),
    forecastHalfSpreadBps: table.forecastHalfSpreadBps?.map((column) => column.slice(0, to)),
    interestTime: table.interestTime?.slice(0, to),
  };
}

/** First row at which every signal is known; `table.rows` when there is none. */
export function firstCompleteRow(table: SignalTable): number {
  const columns = [table.impliedVol, ...table.forecastVol, ...Object.values(table.regimes).flat()];
  if (table.halfSpreadBps !== undefined) columns.push(table.halfSpreadBps);
  for (let row = 0; row < table.rows; row++) {
    if (columns.every((column) => Number.isFinite(column[row]))) return row;
  }
  return table.rows;
}

/** The detectors of the main job; the last one is that by which results are reported. */
export const detectorNames = ['kmeans', 'hmm'] as const;
export const reportingDetector = 'hmm';
