import type { Activation, LayerShape, NetworkShape } from '../../network/network-shape.ts';
import type { ModelForm } from './model-form.ts';

/** A layer as Keras writes it. */
export interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

/** `modelTopology` of a layers model that is a plain stack. */
export interface KerasTopology {
  readonly class_name: 'Sequential';
  readonly config: { readonly name: string; readonly layers: readonly KerasLayer[] };
  readonly keras_version: string;
  readonly backend: string;
}

/** Keras's names of the activations. */
export const kerasActivations: Readonly<Record<Activation, string>> = { relu: 'relu', silu: 'swish', tanh: 'tanh' };

/**
 * A network as a Keras stack: an input layer, one layer for each of the network's, and a linear Dense layer.
 * `tf.loadLayersModel` reads it. Names are `inputs`, `dense_1`, `lstm_2`, …, `outputs`.
 */
export function kerasTopology(network: NetworkShape, form: ModelForm): KerasTopology {
  const { inputs, layers, outputs } = network;
  const lastRecurrent = layers.findLastIndex(({ kind }) => kind === 'lstm' || kind === 'gru');
  const head = { class_name: 'Dense', config: { ...denseConfig(outputs, 'linear'), name: 'outputs' } };
  return {
    class_name: 'Sequential',
    config: {
      name: 'network',
      layers: [
        inputLayer(inputs, form),
        ...layers.map((layer, l) => {
          const gives = form.kind === 'sequence' || l < lastRecurrent ? 'steps' : 'last';
          return kerasLayer(layer, layerName(layer, l), gives);
        }),
        head,
      ],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

/** Name of a network's layer in its Keras topology; of the linear one, which has no shape, `outputs`. */
export function layerName(layer: LayerShape | undefined, index: number): string {
  return layer === undefined ? 'outputs' : `${layer.kind}_${index + 1}`;
}

function inputLayer(inputs: number, form: ModelForm): KerasLayer {
  const shape = form.kind === 'rows' ? [null, inputs] : [null, form.steps, inputs];
  return {
    class_name: 'InputLayer',
    config: { batch_input_shape: shape, dtype: 'float32', sparse: false, name: 'inputs' },
  };
}

function kerasLayer(layer: LayerShape, name: string, gives: 'steps' | 'last'): KerasLayer {
  switch (layer.kind) {
    case 'dense':
      return { class_name: 'Dense', config: { ...denseConfig(layer.units, kerasActivations[layer.activation]), name } };
    case 'dropout':
      return {
        class_name: 'Dropout',
        config: { rate: layer.rate, noise_shape: null, seed: null, name, trainable: true },
      };
    case 'gru':
      return { class_name: 'GRU', config: { ...recurrentConfig(layer.units, gives), reset_after: false, name } };
    case 'lstm':
      return { class_name: 'LSTM', config: { ...recurrentConfig(layer.units, gives), unit_forget_bias: true, name } };
  }
}

/** The weights are in the file: nothing is drawn. */
const zeros = { class_name: 'Zeros', config: {} };

function denseConfig(units: number, activation: string) {
  return {
    units,
    activation,
    use_bias: true,
    kernel_initializer: zeros,
    bias_initializer: zeros,
    kernel_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    trainable: true,
  };
}

function recurrentConfig(units: number, gives: 'steps' | 'last') {
  return {
    ...denseConfig(units, 'tanh'),
    recurrent_activation: 'sigmoid',
    recurrent_initializer: zeros,
    recurrent_regularizer: null,
    recurrent_constraint: null,
    dropout: 0,
    recurrent_dropout: 0,
    implementation: 2,
    return_sequences: gives === 'steps',
    return_state: false,
    go_backwards: false,
    stateful: false,
    unroll: false,
  };
}
