import type { Market, PathColumns, SimulationRequest } from './market.ts';

/**
 * A request cut into pieces, which threads draw one after another for as long as they may: a thread that has drawn a piece
 * takes the next itself, so that none waits for a message. Piece i is slice i mod `slices` of batch ⌊i / slices⌋.
 */
export interface DrawRun {
  readonly request: SimulationRequest;
  /** Paths of a batch, but for the last, and of a slice of it. */
  readonly batchPaths: number;
  readonly slicePaths: number;
  /** Slices of every batch; those beyond the paths of the last are empty. */
  readonly slices: number;
  /** Columns of each set, in shared memory: batch b goes to set b mod their number, each of its steps after the one before. */
  readonly sets: readonly Omit<PathColumns, 'stride' | 'offset'>[];
  /** Int32 in shared memory: the next piece, the first that may not be drawn yet, then the slices drawn into each set so far. */
  readonly control: Int32Array;
}

/** Places in `control`. */
export const nextPiece = 0;
export const endPiece = 1;
export const firstCount = 2;

/** After so long a thread asks for work anew, so that others than a long run have their turn. */
const turnMilliseconds = 100;

/** Draws pieces until there are none that may be drawn, or its turn is over. */
export function drawPieces(market: Market, run: DrawRun): void {
  const end = performance.now() + turnMilliseconds;
  while (performance.now() < end) {
    const piece = takePiece(run.control);
    if (piece === undefined) return;
    drawPiece(market, run, piece);
    const set = Math.floor(piece / run.slices) % run.sets.length;
    Atomics.add(run.control, firstCount + set, 1);
    Atomics.notify(run.control, firstCount + set);
  }
}

function takePiece(control: Int32Array): number | undefined {
  for (;;) {
    const piece = Atomics.load(control, nextPiece);
    if (piece >= Atomics.load(control, endPiece)) return undefined;
    if (Atomics.compareExchange(control, nextPiece, piece, piece + 1) === piece) return piece;
  }
}

function drawPiece(market: Market, { request, batchPaths, slicePaths, slices, sets }: DrawRun, piece: number): void {
  const batch = Math.floor(piece / slices);
  const first = batch * batchPaths;
  const stride = Math.min(batchPaths, request.paths - first);
  const offset = (piece % slices) * slicePaths;
  const paths = Math.min(slicePaths, stride - offset);
  if (paths <= 0) return;
  const part = { ...request, paths, firstPath: (request.firstPath ?? 0) + first + offset };
  market.draw(part, { ...sets[batch % sets.length], stride, offset });
}
