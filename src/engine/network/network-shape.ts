import { requireSize } from '../check-network.ts';

/** The activations of dense layers. */
export const activations = ['relu', 'silu', 'tanh'] as const;

export type Activation = (typeof activations)[number];

/** A layer between a network's inputs and its linear last layer. */
export type LayerShape =
  | { readonly kind: 'dense'; readonly units: number; readonly activation: Activation }
  /** Layers with a memory that they carry from step to step, from zero at the first one. */
  | { readonly kind: 'gru'; readonly units: number }
  | { readonly kind: 'lstm'; readonly units: number }
  /**
   * While training, sets a share of its inputs to zero, drawn anew for each unit, row and step, and divides the others by
   * what is left of 1 (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014). Otherwise passes them on.
   */
  | { readonly kind: 'dropout'; readonly rate: number };

/** A network: layers one above another, and a linear layer on top. Plain data. */
export interface NetworkShape {
  /** Numbers read at each step. */
  readonly inputs: number;
  /** From the inputs upwards. Without any the network is linear. */
  readonly layers: readonly LayerShape[];
  readonly outputs: number;
}

/** Layers of `widths` units with one activation: the hidden part of a multilayer perceptron. */
export function denseLayers(widths: readonly number[], activation: Activation): readonly LayerShape[] {
  return widths.map((units) => ({ kind: 'dense', units, activation }));
}

/** Whether a layer carries a state from step to step. */
export function isRecurrentLayer({ kind }: Pick<LayerShape, 'kind'>): boolean {
  return kind === 'lstm' || kind === 'gru';
}

/** Whether a network carries a state from step to step. */
export function isRecurrent({ layers }: Pick<NetworkShape, 'layers'>): boolean {
  return layers.some(isRecurrentLayer);
}

/** Throws a RangeError for sizes that are not whole numbers from 1 to 65 536, unknown kinds and rates outside [0, 1). */
export function checkNetworkShape({ inputs, layers, outputs }: NetworkShape): void {
  requireSize('inputs', inputs);
  requireSize('outputs', outputs);
  for (const [l, layer] of layers.entries()) {
    switch (layer.kind) {
      case 'dense':
        if (!activations.includes(layer.activation)) {
          throw new RangeError(
            `layers[${l}].activation is ${layer.activation}: expected one of ${activations.join(', ')}`,
          );
        }
        requireSize(`layers[${l}].units`, layer.units);
        break;
      case 'gru':
      case 'lstm':
        requireSize(`layers[${l}].units`, layer.units);
        break;
      case 'dropout':
        if (!(layer.rate >= 0 && layer.rate < 1)) {
          throw new RangeError(`layers[${l}].rate is ${layer.rate}: expected a number in [0, 1)`);
        }
        break;
      default:
        throw new RangeError(
          `layers[${l}].kind is ${(layer as { kind: unknown }).kind}: expected dense, gru, lstm or dropout`,
        );
    }
  }
}
