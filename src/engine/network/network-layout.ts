import { checkNetworkShape, isRecurrentLayer, type LayerShape, type NetworkShape } from './network-shape.ts';

/** Where one layer's numbers stand in a network's flat weights, as indices. */
export interface LayerLayout {
  readonly kind: LayerShape['kind'] | 'linear';
  readonly inputs: number;
  readonly units: number;
  /**
   * `W[row][input]` row-major. Rows are the units of a dense or linear layer; of an LSTM its gates one after another in
   * the order i, f, g, o, each of `units` rows; of a GRU z, r, n.
   */
  readonly kernel: number;
  /** `U[row][unit]` row-major, of the hidden state before; a recurrent layer's alone. */
  readonly recurrent: number;
  /** `b[row]`. */
  readonly bias: number;
  /** First index after the layer. */
  readonly end: number;
}

/** Rows of a layer's matrices per unit. */
const gatesOf = { dense: 1, linear: 1, dropout: 0, gru: 3, lstm: 4 } as const;

/**
 * The layers of a network in its flat weights, the linear one last: each as `W`, then `U` where it is recurrent, then
 * `b`. Dropout layers are listed with no weights. Throws a RangeError for a bad shape.
 */
export function networkLayout(shape: NetworkShape): readonly LayerLayout[] {
  checkNetworkShape(shape);
  const layouts: LayerLayout[] = [];
  let inputs = shape.inputs;
  let next = 0;
  for (const layer of [...shape.layers, { kind: 'linear', units: shape.outputs } as const]) {
    const units = layer.kind === 'dropout' ? inputs : layer.units;
    const rows = gatesOf[layer.kind] * units;
    const isRecurrent = layer.kind !== 'linear' && isRecurrentLayer(layer);
    const recurrent = next + rows * inputs;
    const bias = recurrent + (isRecurrent ? rows * units : 0);
    layouts.push({ kind: layer.kind, inputs, units, kernel: next, recurrent, bias, end: bias + rows });
    next = bias + rows;
    inputs = units;
  }
  return layouts;
}

/** Number of weights of a network. */
export function networkSize(shape: NetworkShape): number {
  return networkLayout(shape).at(-1)!.end;
}
