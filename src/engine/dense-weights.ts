import type { RandomStream } from '../math/random.ts';
import { requireSize } from './check-network.ts';
import type { DenseShape } from './network.ts';

/** Where one layer's numbers stand in the flat weights: `W[output][input]` row-major, then `b[output]`. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Index of `W[0][0]`. */
  readonly weights: number;
  /** Index of `b[0]`. */
  readonly bias: number;
}

/**
 * The layers of a dense network, the linear one last. The flat weights hold them one after another, each as
 * `W[output][input]` row-major followed by `b[output]`. Throws a RangeError for a shape with sizes that are not whole
 * numbers from 1 to 65 536 or with an unknown activation.
 */
export function denseLayers(shape: DenseShape): readonly DenseLayer[] {
  if (!['silu', 'relu', 'tanh'].includes(shape.activation)) {
    throw new RangeError(`activation is ${shape.activation}: expected silu, relu or tanh`);
  }
  const widths = [shape.inputs, ...shape.hidden, shape.outputs];
  const layers: DenseLayer[] = [];
  let next = 0;
  for (const [l, width] of widths.entries()) {
    requireSize(l === 0 ? 'inputs' : l < widths.length - 1 ? `hidden[${l - 1}]` : 'outputs', width);
    if (l === 0) continue;
    const inputs = widths[l - 1];
    const bias = next + inputs * width;
    layers.push({ inputs, outputs: width, weights: next, bias });
    next = bias + width;
  }
  return layers;
}

/** Number of weights of a dense network. */
export function denseWeightCount(shape: DenseShape): number {
  const last = denseLayers(shape).at(-1)!;
  return last.bias + last.outputs;
}

/**
 * Weights to start training from: normal with variance 2/inputs in layers that end in silu or relu (He et al., 2015),
 * 2/(inputs + outputs) in layers that end in tanh and in the linear last one (Glorot and Bengio, 2010); biases 0.
 *
 * @param lastScale factor on the last layer; 0.1, say, starts a policy near its bias
 */
export function initialDenseWeights(shape: DenseShape, stream: RandomStream, lastScale = 1): Float32Array {
  const weights = new Float32Array(denseWeightCount(shape));
  const layers = denseLayers(shape);
  for (const [l, layer] of layers.entries()) {
    const isLast = l === layers.length - 1;
    const glorot = isLast || shape.activation === 'tanh';
    const variance = glorot ? 2 / (layer.inputs + layer.outputs) : 2 / layer.inputs;
    const scale = Math.sqrt(variance) * (isLast ? lastScale : 1);
    for (let k = layer.weights; k < layer.bias; ++k) weights[k] = scale * stream.normal();
  }
  return weights;
}
