import { z } from 'zod';
import { InputError } from '../../../support/input-error.ts';
import { type Activation, checkNetworkShape, type LayerShape, type NetworkShape } from '../../network/network-shape.ts';
import type { ModelForm } from './model-form.ts';

/** A network read from a Keras topology. */
export interface ReadNetwork {
  readonly network: NetworkShape;
  readonly form: ModelForm;
  /** Keras's names of the network's layers, the linear one last, and whether they have a bias. */
  readonly layers: readonly { readonly name: string; readonly hasBias: boolean }[];
}

const topologySchema = z.looseObject({ class_name: z.string(), config: z.unknown() });
const layerSchema = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() }),
});
const denseSchema = z.looseObject({
  units: z.number(),
  activation: z.string().default('linear'),
  use_bias: z.boolean().default(true),
});
const recurrentSchema = denseSchema.extend({
  activation: z.literal('tanh', 'expected tanh'),
  recurrent_activation: z.literal('sigmoid', 'expected sigmoid: set recurrentActivation of the layer'),
  return_sequences: z.boolean().default(false),
  return_state: z.literal(false, 'expected false').default(false),
  go_backwards: z.literal(false, 'expected false').default(false),
  stateful: z.literal(false, 'expected false').default(false),
  reset_after: z.literal(false, 'expected false').default(false),
  dropout: z.literal(0, 'expected 0: use a Dropout layer').default(0),
  recurrent_dropout: z.literal(0, 'expected 0: use Dropout layers').default(0),
});
const dropoutSchema = z.looseObject({ rate: z.number(), noise_shape: z.null('expected null').optional() });
const shapeSchema = z.array(z.number().nullable());

const activations: Readonly<Record<string, Activation>> = { relu: 'relu', swish: 'silu', silu: 'silu', tanh: 'tanh' };

/**
 * Reads `modelTopology` of a layers model: a Sequential stack of Dense, LSTM, GRU, Dropout and Activation layers, maybe
 * with an InputLayer, that ends in a linear Dense layer. A linear Dense layer below an Activation is one layer with it.
 *
 * @throws InputError that names the first layer which cannot be one of a network of this project
 */
export function readTopology(topology: unknown, file: string): ReadNetwork {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  const stack = sequentialLayers(topology, refuse);
  const shapes: LayerShape[] = [];
  const named: { name: string; hasBias: boolean }[] = [];
  let input: readonly (number | null)[] | undefined;
  /** The linear Dense layer that waits for its Activation, or is the last one. */
  let linear: { name: string; units: number } | undefined;
  let stepsLeft = false;

  for (const [l, layer] of stack.entries()) {
    const { class_name: kind, config } = layer;
    const title = `layer '${config.name}' (${kind})`;
    const parse = <T>(schema: z.ZodType<T>): T => parseConfig(schema, config, title, refuse);
    const readsLinear = () => {
      if (linear === undefined) return;
      refuse(`layer '${linear.name}' (Dense) is linear: expected relu, swish or tanh in a layer below others`);
    };
    if (l === 0) {
      input = inputShape(config, title, refuse);
      stepsLeft = input.length === 3;
    }
    switch (kind) {
      case 'InputLayer':
        if (l > 0) refuse(`${title} stands at place ${l + 1}: expected it to be the first one`);
        break;
      case 'Dense': {
        readsLinear();
        const { units, activation, use_bias: hasBias } = parse(denseSchema);
        named.push({ name: config.name, hasBias });
        if (activation === 'linear') linear = { name: config.name, units };
        else shapes.push({ kind: 'dense', units, activation: activationOf(activation, title, refuse) });
        break;
      }
      case 'Activation': {
        const { activation } = parse(z.looseObject({ activation: z.string() }));
        if (activation === 'linear') break;
        const known = activationOf(activation, title, refuse);
        if (linear === undefined) return refuse(`${title}: expected it to follow a linear Dense layer`);
        shapes.push({ kind: 'dense', units: linear.units, activation: known });
        linear = undefined;
        break;
      }
      case 'Dropout':
        readsLinear();
        shapes.push({ kind: 'dropout', rate: parse(dropoutSchema).rate });
        named.push({ name: config.name, hasBias: false });
        break;
      case 'LSTM':
      case 'GRU': {
        readsLinear();
        if (!stepsLeft)
          refuse(`${title} reads no steps: expected inputs [rows, steps, inputs] and return_sequences below`);
        const { units, use_bias: hasBias, return_sequences: givesSteps } = parse(recurrentSchema);
        shapes.push({ kind: kind === 'LSTM' ? 'lstm' : 'gru', units });
        named.push({ name: config.name, hasBias });
        stepsLeft = givesSteps;
        break;
      }
      default:
        refuse(`${title} is of an unknown kind: expected Dense, LSTM, GRU, Dropout, Activation or InputLayer`);
    }
  }
  const last = stack.at(-1);
  if (last === undefined || input === undefined) return refuse('the model has no layers');
  if (linear === undefined) {
    return refuse(`layer '${last.config.name}' (${last.class_name}) is the last one: expected a linear Dense layer`);
  }
  const network = { inputs: input.at(-1)!, layers: shapes, outputs: linear.units };
  try {
    checkNetworkShape(network);
  } catch (error) {
    refuse((error as Error).message);
  }
  return { network, form: formOf(input, stepsLeft), layers: named };
}

type Refuse = (message: string) => never;

function sequentialLayers(topology: unknown, refuse: Refuse): readonly z.infer<typeof layerSchema>[] {
  // Keras itself writes the model one level deeper.
  const { model_config: inner } = (topology ?? {}) as { model_config?: unknown };
  const model = topologySchema.safeParse(inner ?? topology);
  if (!model.success) return refuse('modelTopology has no class_name: expected a Sequential model');
  const { class_name: kind, config } = model.data;
  if (kind !== 'Sequential') {
    return refuse(
      `the model is of class ${kind}: expected Sequential; load any other with TensorFlow.js and train it by createLayersModelObjective`,
    );
  }
  const list = Array.isArray(config) ? config : (config as { layers?: unknown } | null)?.layers;
  const layers = z.array(layerSchema).safeParse(list);
  if (!layers.success) return refuse('modelTopology.config.layers: expected layers with class_name and config.name');
  return layers.data;
}

function parseConfig<T>(schema: z.ZodType<T>, config: unknown, title: string, refuse: Refuse): T {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  const found = (config as Record<string, unknown>)[String(path[0])];
  return refuse(`${title}: ${path.join('.')} is ${JSON.stringify(found)}: ${message}`);
}

/** `[null, inputs]` or `[null, steps, inputs]`. */
function inputShape(config: unknown, title: string, refuse: Refuse): readonly (number | null)[] {
  const { batch_input_shape: keras2, batch_shape: keras3 } = config as Record<string, unknown>;
  const shape = shapeSchema.safeParse(keras2 ?? keras3);
  const fits = shape.success && (shape.data.length === 2 || shape.data.length === 3);
  if (!fits || shape.data[0] !== null || shape.data.at(-1) === null) {
    return refuse(
      `${title}: the input shape is ${JSON.stringify(keras2 ?? keras3)}: expected [null, inputs] or [null, steps, inputs]`,
    );
  }
  return shape.data;
}

function activationOf(name: string, title: string, refuse: Refuse): Activation {
  if (Object.hasOwn(activations, name)) return activations[name];
  return refuse(`${title}: activation is '${name}': expected relu, swish, silu or tanh; linear in the last layer`);
}

function formOf(input: readonly (number | null)[], givesSteps: boolean): ModelForm {
  if (input.length === 2) return { kind: 'rows' };
  return { kind: givesSteps ? 'sequence' : 'window', steps: input[1] };
}
