/** Width of the band where the network's output is 0 is this × log 2: 0.07 of delta. */
const distanceScale = 0.1;

/** Lower and upper edges of the holdings' band, and how they move with the network's outputs. One entry a row. */
export interface Band {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Derivatives of the edges by the output that each depends on. */
  readonly lowerSlope: Float64Array;
  readonly upperSlope: Float64Array;
}

/** Room for the bands of so many rows. */
export function createBand(rows: number): Band {
  return {
    lower: new Float64Array(rows),
    upper: new Float64Array(rows),
    lowerSlope: new Float64Array(rows),
    upperSlope: new Float64Array(rows),
  };
}

/**
 * Turns the network's outputs [2][rows] into bands around the hedge of the option's delta. The first output is the
 * distance below the delta of a written option, the second the distance above it: 0.1 × softplus each, in delta. The
 * band of an option owned is the mirror image, so one network serves both sides.
 */
export function outputsToBand(outputs: Float32Array, delta: Float64Array, position: 1 | -1, band: Band): void {
  const rows = delta.length;
  // The edge that lies below the holding is the written option's lower one, or the mirrored upper one.
  const below = position === -1 ? 0 : rows;
  const above = rows - below;
  const { lower, upper, lowerSlope, upperSlope } = band;
  for (let row = 0; row < rows; row++) {
    const hedge = -position * delta[row];
    const left = outputs[below + row];
    const right = outputs[above + row];
    const leftTail = Math.exp(-Math.abs(left));
    const rightTail = Math.exp(-Math.abs(right));
    lower[row] = hedge - distanceScale * (Math.max(left, 0) + Math.log1p(leftTail));
    upper[row] = hedge + distanceScale * (Math.max(right, 0) + Math.log1p(rightTail));
    lowerSlope[row] = (-distanceScale * (left > 0 ? 1 : leftTail)) / (1 + leftTail);
    upperSlope[row] = (distanceScale * (right > 0 ? 1 : rightTail)) / (1 + rightTail);
  }
}

/** Gradient by the outputs [2][rows] from that by the edges: the way back through `outputsToBand`. */
export function bandToOutputGradient(
  lowerGradient: Float64Array,
  upperGradient: Float64Array,
  band: Band,
  position: 1 | -1,
  outputGradient: Float32Array,
): void {
  const rows = lowerGradient.length;
  const below = position === -1 ? 0 : rows;
  const above = rows - below;
  for (let row = 0; row < rows; row++) {
    outputGradient[below + row] = lowerGradient[row] * band.lowerSlope[row];
    outputGradient[above + row] = upperGradient[row] * band.upperSlope[row];
  }
}
