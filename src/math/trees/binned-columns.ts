/** Columns of numbers as the numbers of their bins: what trees are grown on. */
export interface BinnedColumns {
  /** Per column: increasing thresholds; bin b holds the values above `thresholds[b − 1]` and up to `thresholds[b]`. */
  readonly thresholds: readonly Float64Array[];
  /** Per column, one bin per row. Missing values are in bin 0. */
  readonly bins: readonly Uint8Array[];
}

/** A byte holds the number of a bin. */
const MOST_BINS = 64;

/** Cuts each column into at most 64 bins of about as many rows each. Thresholds lie halfway between neighbouring values. */
export function binColumns(columns: readonly Float64Array[]): BinnedColumns {
  const thresholds = columns.map(thresholdsOf);
  return {
    thresholds,
    bins: columns.map((column, c) => Uint8Array.from(column, (value) => binOf(thresholds[c], value))),
  };
}

function thresholdsOf(column: Float64Array): Float64Array {
  const sorted = column.filter(Number.isFinite).sort();
  const rowsPerBin = new Set(sorted).size > MOST_BINS ? sorted.length / MOST_BINS : 1;
  const thresholds: number[] = [];
  // A bin ends where the value changes, after its share of the rows; columns of a few values have one bin for each.
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1] || i < (thresholds.length + 1) * rowsPerBin) continue;
    thresholds.push((sorted[i - 1] + sorted[i]) / 2);
  }
  return Float64Array.from(thresholds);
}

/** How many thresholds lie below a value. */
function binOf(thresholds: Float64Array, value: number): number {
  let from = 0;
  let to = thresholds.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value > thresholds[middle]) from = middle + 1;
    else to = middle;
  }
  return from;
}
