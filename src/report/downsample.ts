/**
 * Rows [from, to) thinned to at most `limit` of them: the last row of each bucket, so that every point is a value that
 * was reached by then. All rows when they are few enough.
 */
export function downsampleRows(from: number, to: number, limit: number): Int32Array {
  const rows = Math.max(0, to - from);
  const kept = Math.min(rows, limit);
  return Int32Array.from({ length: kept }, (_, i) => from + Math.ceil(((i + 1) * rows) / kept) - 1);
}

/** What a caption says of thinning: nothing when every row is drawn. */
export function downsampleNote(rows: number, limit: number): string {
  return rows <= limit ? '' : ` Drawn at one day in ${(rows / limit).toFixed(1)}, the last of each group.`;
}
