import { TILE_ROWS } from './program.ts';

/** Groups of a large batch: enough for the threads of any machine, and as many as their sums have room for. */
const MOST_GROUPS = 256;
const LEAST_GROUPS = 16;
/** Memory that the sums of all groups may take in a network so large that `MOST_GROUPS` would take more. */
const SUMS_BYTES = 64 * 2 ** 20;

/**
 * Rows whose sums are formed in one place, a function of the batch's rows and of how many sums there are. Groups are what
 * workers share out; their sums are added in the order of the groups, so the result does not depend on who computed them.
 */
function groupRows(rows: number, partialSize: number): number {
  const room = Math.floor(SUMS_BYTES / (Float64Array.BYTES_PER_ELEMENT * partialSize));
  const most = Math.max(LEAST_GROUPS, Math.min(MOST_GROUPS, room));
  return TILE_ROWS * Math.ceil(rows / (TILE_ROWS * most));
}

/** Groups of a batch, for a program's `partialSize`. */
export function groupCount(rows: number, partialSize: number): number {
  return Math.ceil(rows / groupRows(rows, partialSize));
}

/** Calls `visit` with the first row and the number of rows of each tile of a group. */
export function eachTile(
  rows: number,
  partialSize: number,
  group: number,
  visit: (first: number, count: number) => void,
): void {
  const length = groupRows(rows, partialSize);
  const end = Math.min(rows, (group + 1) * length);
  for (let first = group * length; first < end; first += TILE_ROWS) visit(first, Math.min(TILE_ROWS, end - first));
}
