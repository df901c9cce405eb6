/** Width of the band where the network's output is 0 is this × log 2: 0.07 of delta. */
export const bandScale = 0.1;

/** Lower and upper edges of the holdings' band. One entry a row. */
export interface Band {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Room for the bands of so many rows. */
export function createBand(rows: number): Band {
  return { lower: new Float64Array(rows), upper: new Float64Array(rows) };
}

/**
 * Turns the network's outputs [2][rows] into bands around the hedge of the option's delta. The first output is the
 * distance of the lower edge, the second that of the upper one: 0.1 × softplus each, in delta. At the position opposite
 * to the one that the network was trained at the band is the mirror image, so one network serves both.
 */
export function outputsToBand(
  outputs: Float32Array,
  delta: Float64Array,
  position: 1 | -1,
  trainedPosition: 1 | -1,
  band: Band,
): void {
  const rows = delta.length;
  const below = position === trainedPosition ? 0 : rows;
  const above = rows - below;
  for (let row = 0; row < rows; row++) {
    const hedge = -position * delta[row];
    band.lower[row] = hedge - bandScale * softplus(outputs[below + row]);
    band.upper[row] = hedge + bandScale * softplus(outputs[above + row]);
  }
}

/** log(1 + e^x). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
