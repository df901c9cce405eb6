import { type LayerLayout, networkLayout } from '../../network/network-layout.ts';
import type { NetworkShape } from '../../network/network-shape.ts';
import { layerName } from './keras-topology.ts';

/** A weight of a Keras layer and where it stands in a network's flat weights. */
export interface KerasWeight {
  /** Place of its layer in `networkLayout`. */
  readonly layer: number;
  readonly part: 'kernel' | 'recurrent_kernel' | 'bias';
  /** Name in the weights manifest of a model that this project saves. */
  readonly name: string;
  /** `[inputs, units]` of a kernel, `[units]` of a bias; a recurrent layer has its gates side by side as units. */
  readonly shape: readonly number[];
  /** First index in the flat weights. */
  readonly at: number;
}

/**
 * The weights of a network in Keras's order: of each layer the kernel, the recurrent kernel where there is one, the
 * bias. Keras's gate orders are this project's: i, f, c, o of an LSTM (i, f, g, o here) and z, r, h of a GRU (z, r, n).
 */
export function kerasWeights(network: NetworkShape): readonly KerasWeight[] {
  return networkLayout(network).flatMap((layout, layer) => {
    if (layout.kind === 'dropout') return [];
    const { inputs, units, kernel, recurrent, bias } = layout;
    const rows = layout.end - bias;
    const weight = (part: KerasWeight['part'], shape: readonly number[], at: number): KerasWeight => {
      return { layer, part, name: `${layerName(network.layers[layer], layer)}/${part}`, shape, at };
    };
    return [
      weight('kernel', [inputs, rows], kernel),
      ...(isCell(layout) ? [weight('recurrent_kernel', [units, rows], recurrent)] : []),
      weight('bias', [rows], bias),
    ];
  });
}

/** Copies a weight from a network's flat weights to its place in a file: Keras's matrices are the transposed ones. */
export function toKeras({ shape, at }: KerasWeight, flat: Float32Array, target: Float32Array): void {
  const { rows, columns } = matrixOf(shape);
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j) target[i * columns + j] = flat[at + j * rows + i];
  }
}

/** The way back. */
export function fromKeras({ shape, at }: KerasWeight, source: Float32Array, flat: Float32Array): void {
  const { rows, columns } = matrixOf(shape);
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j) flat[at + j * rows + i] = source[i * columns + j];
  }
}

/** Numbers of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function matrixOf(shape: readonly number[]): { rows: number; columns: number } {
  return shape.length === 1 ? { rows: 1, columns: shape[0] } : { rows: shape[0], columns: shape[1] };
}

function isCell({ kind }: LayerLayout): boolean {
  return kind === 'gru' || kind === 'lstm';
}
