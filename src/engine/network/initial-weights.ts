import type { RandomStream } from '../../math/random.ts';
import { type LayerLayout, networkLayout, networkSize } from './network-layout.ts';
import type { NetworkShape } from './network-shape.ts';

/**
 * Weights to start training from. Dense layers: normal with variance 2/inputs before relu or silu (He et al., 2015),
 * 2/(inputs + units) before tanh and in the linear last one (Glorot and Bengio, 2010). Recurrent layers: uniform within
 * √(6/(inputs + units)) on the inputs and √(6/2·units) on the state (Glorot and Bengio). Biases 0, but 1 at an LSTM's
 * forget gate, so that memory lasts from the start (Gers, Schmidhuber and Cummins, 2000).
 *
 * @param lastScale factor on the linear layer; 0.1, say, starts a policy near its bias
 */
export function initialWeights(shape: NetworkShape, stream: RandomStream, lastScale = 1): Float32Array {
  const weights = new Float32Array(networkSize(shape));
  const fillNormal = ({ kernel, recurrent }: LayerLayout, deviation: number) => {
    for (let k = kernel; k < recurrent; ++k) weights[k] = deviation * stream.normal();
  };
  const fillUniform = (from: number, to: number, limit: number) => {
    for (let k = from; k < to; ++k) weights[k] = limit * (2 * stream.uniform() - 1);
  };
  for (const [l, layout] of networkLayout(shape).entries()) {
    const { kind, inputs, units, kernel, recurrent, bias } = layout;
    const layer = shape.layers[l];
    if (kind === 'linear') fillNormal(layout, lastScale * Math.sqrt(2 / (inputs + units)));
    else if (layer.kind === 'dense') {
      fillNormal(layout, Math.sqrt(layer.activation === 'tanh' ? 2 / (inputs + units) : 2 / inputs));
    } else if (kind !== 'dropout') {
      fillUniform(kernel, recurrent, Math.sqrt(6 / (inputs + units)));
      fillUniform(recurrent, bias, Math.sqrt(3 / units));
      if (kind === 'lstm') weights.fill(1, bias + units, bias + 2 * units);
    }
  }
  return weights;
}
