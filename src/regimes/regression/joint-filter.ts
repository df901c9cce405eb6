import type { JointChain } from './joint-chain.ts';

/**
 * One row of Hamilton's filter (1989, section 4) over joint states. A row that the past makes impossible (likelihood 0)
 * keeps the prediction.
 *
 * @param before P(joint state | rows before), from `beforeAt` on, of the row before; undefined at the first row
 * @param likelihoods of the row, from `at` on, relative to its largest; ones in a missing row
 * @param out P(joint state | rows up to this one), from `at` on
 * @returns likelihood of the row given those before it, in the row's scale; 0 when it is impossible
 */
export function advanceJoint(
  chain: JointChain,
  before: Float64Array | undefined,
  beforeAt: number,
  likelihoods: Float64Array,
  out: Float64Array,
  at: number,
): number {
  const { size } = chain;
  let scale = 0;
  for (let joint = 0; joint < size; joint++) {
    const probability = predictJoint(chain, before, beforeAt, joint) * likelihoods[at + joint];
    out[at + joint] = probability;
    scale += probability;
  }
  if (!(scale > 0)) {
    for (let joint = 0; joint < size; joint++) out[at + joint] = predictJoint(chain, before, beforeAt, joint);
    return 0;
  }
  const inverse = 1 / scale;
  for (let joint = 0; joint < size; joint++) out[at + joint] *= inverse;
  return scale;
}

function predictJoint(
  { states, start, before: places, moves }: JointChain,
  before: Float64Array | undefined,
  beforeAt: number,
  joint: number,
): number {
  if (before === undefined) return start[joint];
  const from = beforeAt + places[joint];
  let sum = 0;
  for (let n = 0; n < states; n++) sum += before[from + n] * moves[joint * states + n];
  return sum;
}

/**
 * Kim's smoother (1994) over joint states, in the form that keeps joint states exact: P(joint state | all rows). Looks
 * ahead, hence for fitting and for pictures only.
 *
 * @param filtered rows × joint states, with the `scales` that `advanceJoint` gave
 * @returns `smoothed`, and `onward`: P(rows t.. | joint state at t) / P(rows t.. | rows 0..t−1)
 */
export function smoothJoint(
  { states, lags, size, digits, transition }: JointChain,
  likelihoods: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
): { readonly smoothed: Float64Array; readonly onward: Float64Array } {
  const width = lags + 1;
  const block = states ** lags;
  const smoothed = new Float64Array(filtered.length);
  const onward = new Float64Array(filtered.length);
  const last = filtered.length - size;
  for (let at = last; at >= 0; at -= size) {
    const inverse = 1 / scales[at / size];
    for (let joint = 0; joint < size; joint++) {
      let ahead = 1;
      if (at < last) {
        ahead = 0;
        const own = digits[joint * width] * states;
        // What follows forgets the oldest lag.
        const next = at + size + Math.floor(joint / states);
        for (let k = 0; k < states; k++) ahead += transition[own + k] * onward[next + k * block];
      }
      smoothed[at + joint] = filtered[at + joint] * ahead;
      onward[at + joint] = likelihoods[at + joint] * ahead * inverse;
    }
  }
  return { smoothed, onward };
}
