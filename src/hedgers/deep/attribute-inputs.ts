import { mean, standardDeviation } from '../../math/moments.ts';

/** A band at each state of a block. */
interface Edges {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

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
   * it was. It is asked block by block, and of each last with the block's own inputs, so that it may carry a memory.
   */
  readonly edges: (inputs: Float32Array, block: number) => Edges;
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
 * attributeInputs({ names: ['moneyness', 'time left'], blocks, edges: (inputs, block) => bandOf(inputs, deltas[block]) });
 */
export function attributeInputs({ names, blocks, edges }: AttributeInputsOptions): readonly InputAttribution[] {
  for (const { length } of blocks) {
    if (length > 0 && length % names.length === 0) continue;
    throw new RangeError(`a block holds ${length} numbers: expected some for each of the ${names.length} inputs`);
  }
  const moments = names.map((_, input) => momentsOf(blocks, names.length, input));
  const changes = names.map(() => ({ centre: 0, width: 0 }));
  let states = 0;
  for (const [block, inputs] of blocks.entries()) {
    const rows = inputs.length / names.length;
    states += rows;
    const moved = moments.map(({ sd }, input) =>
      [-sd, sd].map((move) => shapeOf(edges(withMove(inputs, input, rows, move), block))),
    );
    const base = shapeOf(edges(inputs, block));
    for (const [input, shapes] of moved.entries()) {
      for (const { centre, width } of shapes) {
        for (let row = 0; row < rows; row++) {
          changes[input].centre += Math.abs(centre[row] - base.centre[row]) / 2;
          changes[input].width += Math.abs(width[row] - base.width[row]) / 2;
        }
      }
    }
  }
  return names.map((name, input) => ({
    name,
    ...moments[input],
    centre: changes[input].centre / states,
    width: changes[input].width / states,
  }));
}

function withMove(inputs: Float32Array, input: number, rows: number, move: number): Float32Array {
  const moved = inputs.slice();
  for (let row = 0; row < rows; row++) moved[input * rows + row] += move;
  return moved;
}

function shapeOf({ lower, upper }: Edges): { readonly centre: Float64Array; readonly width: Float64Array } {
  return {
    centre: lower.map((edge, row) => (edge + upper[row]) / 2),
    width: lower.map((edge, row) => upper[row] - edge),
  };
}

function momentsOf(blocks: readonly Float32Array[], inputs: number, input: number) {
  const values = blocks.flatMap((block) => {
    const rows = block.length / inputs;
    return [...block.subarray(input * rows, (input + 1) * rows)];
  });
  return { mean: mean(values), sd: standardDeviation(values) };
}
