import type { Band } from './band-head.ts';

/** How much one input moves a policy. */
export interface InputAttribution {
  readonly name: string;
  /** Mean and standard deviation of the input over the states, in the network's own unit. */
  readonly mean: number;
  readonly sd: number;
  /** Mean absolute change of the band's centre when the input moves by one standard deviation, in units of the underlying. */
  readonly centre: number;
  /** Likewise of the band's width. */
  readonly width: number;
}

export interface AttributeInputsOptions {
  /** Names of the inputs, in their order. */
  readonly names: readonly string[];
  /** States that the policy meets: blocks of [input][state] as networks read them, such as the steps of drawn paths. */
  readonly blocks: readonly Float32Array[];
  /**
   * The band at the states of a block with other inputs; anything else that it depends on, such as the contract's delta, is as
   * it was.
   */
  readonly edges: (inputs: Float32Array, block: number) => Band;
}

/**
 * Attributes what a learned policy does to its inputs, by moving one at a time. With x the inputs of a state, s_j the standard
 * deviation of input j over all states and f the centre or the width of the band,
 *
 *   A_j = E |f(x + s_j e_j) − f(x)| / 2 + E |f(x − s_j e_j) − f(x)| / 2.
 *
 * Inputs depend on one another, and moving one alone can leave what the market knows: A_j says what the network makes of the
 * input, not what would happen if the world moved so. The holding around which the band lies – the contract's delta – is no
 * input: its moves are not counted.
 *
 * @throws RangeError for blocks that do not hold as many numbers for each state as there are inputs
 * @example
 * attributeInputs({ names: bandInputNames, blocks, edges: (inputs, block) => bandOf(inputs, deltas[block]) });
 */
export function attributeInputs({ names, blocks, edges }: AttributeInputsOptions): readonly InputAttribution[] {
  for (const { length } of blocks) {
    if (length > 0 && length % names.length === 0) continue;
    throw new RangeError(`a block holds ${length} numbers: expected some for each of the ${names.length} inputs`);
  }
  const base = blocks.map((inputs, block) => shapeOf(edges(inputs, block)));
  return names.map((name, input) => {
    const { mean, sd } = momentsOf(blocks, names.length, input);
    const change = { centre: 0, width: 0 };
    let states = 0;
    for (const [block, inputs] of blocks.entries()) {
      const rows = inputs.length / names.length;
      states += rows;
      for (const move of [-sd, sd]) {
        const moved = inputs.slice();
        for (let row = 0; row < rows; row++) moved[input * rows + row] += move;
        const { centre, width } = shapeOf(edges(moved, block));
        for (let row = 0; row < rows; row++) {
          change.centre += Math.abs(centre[row] - base[block].centre[row]) / 2;
          change.width += Math.abs(width[row] - base[block].width[row]) / 2;
        }
      }
    }
    return { name, mean, sd, centre: change.centre / states, width: change.width / states };
  });
}

function shapeOf({ lower, upper }: Band): { readonly centre: Float64Array; readonly width: Float64Array } {
  return {
    centre: lower.map((edge, row) => (edge + upper[row]) / 2),
    width: lower.map((edge, row) => upper[row] - edge),
  };
}

function momentsOf(blocks: readonly Float32Array[], inputs: number, input: number) {
  let [sum, squares, count] = [0, 0, 0];
  for (const block of blocks) {
    const rows = block.length / inputs;
    for (let row = 0; row < rows; row++) {
      const value = block[input * rows + row];
      sum += value;
      squares += value * value;
    }
    count += rows;
  }
  const mean = sum / count;
  return { mean, sd: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
