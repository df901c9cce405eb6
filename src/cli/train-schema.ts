import { z } from 'zod';
import { backtestConfigSchema } from '../backtest/config.ts';
import { defaultInputs } from '../hedgers/deep/input-names.ts';
import { frictionsSchema } from '../market/frictions/friction-schema.ts';
import { instrumentTermsSchema } from '../simulate/instruments/instrument-schema.ts';
import { marketSchema } from '../simulate/schema/market-schema.ts';
import { marketDataSchema } from './simulate-schema.ts';

const main = backtestConfigSchema.shape;
const positiveInt = z.int().positive();

const contract = main.contract
  .unwrap()
  .omit({ everyDays: true })
  .extend({
    daysPerStep: positiveInt.default(1).describe('Trading days from one hedging decision to the next.'),
  })
  .prefault({});

const layer = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('dense'),
        units: positiveInt.describe('Width of the layer.'),
        activation: z.enum(['relu', 'silu', 'tanh']).default('silu').describe('Activation of its units.'),
      })
      .describe('A dense layer.'),
    z
      .strictObject({ kind: z.literal('gru'), units: positiveInt.describe('Width of the layer.') })
      .describe('Gated recurrent units, whose state is carried along the path.'),
    z
      .strictObject({ kind: z.literal('lstm'), units: positiveInt.describe('Width of the layer.') })
      .describe('Long short-term memory, likewise.'),
  ])
  .describe('A layer of the network.');

const network = z
  .strictObject({
    head: z
      .enum(['band', 'free-band', 'correction', 'holding'])
      .default('band')
      .describe(
        "What the network gives: a band around the contract's delta between whose edges nothing is traded, a band that also moves its centre, a correction of the delta, or the holding itself.",
      ),
    inputs: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        `What it reads, by name: ${defaultInputs.map((name) => `'${name}'`).join(', ')} (all of these by default), 'contract memory 0', … one by one, 'price 0' of the underlying, 'price 1', … of the instruments, 'p&l so far', 'holding', and signals of the market (docs/deep-policies.md).`,
      ),
    hidden: z
      .array(positiveInt)
      .min(1)
      .optional()
      .describe('Width of each hidden layer, dense with SiLU; [32, 32] where layers are not given either.'),
    layers: z.array(layer).min(1).optional().describe('Layers of any kind, in place of hidden.'),
  })
  .prefault({});

const instrument = z
  .strictObject({
    terms: instrumentTermsSchema,
    costBps: z.number().min(0).default(0).describe('Proportional cost of its trades, in basis points of their value.'),
    frictions: frictionsSchema.default([]),
    reference: z
      .number()
      .default(0)
      .describe('Units held by the reference hedge, around which bands lie and which corrections correct.'),
  })
  .describe('A hedge instrument beside the underlying.');

const ensemble = z
  .strictObject({
    members: z.int().positive().max(64).default(1).describe('Policies trained, which differ by their seed alone.'),
    disagreement: z
      .number()
      .min(0)
      .default(0)
      .describe(
        "Factor on the standard deviation of the members' centres by which the edges of their mean are moved apart.",
      ),
  })
  .prefault({});

const training = z
  .strictObject({
    steps: positiveInt.default(1000).describe('Optimiser steps at most.'),
    paths: z.int().min(2).default(512).describe('Simulated paths a step.'),
    fresh: z
      .boolean()
      .default(false)
      .describe('Whether every step draws paths of its own; otherwise some 3 million states are gone through again.'),
    learningRate: z
      .number()
      .positive()
      .default(0.01)
      .describe('Step size of Adam at the first step; it falls along a cosine to a thirtieth of it.'),
    seed: z
      .int()
      .min(0)
      .default(7)
      .describe('Whole number that weights, training and validation paths are drawn from.'),
    validateEvery: positiveInt
      .default(50)
      .describe('Steps between measurements on validation paths, which choose the weights kept.'),
    validationPaths: z
      .int()
      .min(2)
      .default(16_384)
      .describe('Validation paths, rounded up to whole steps of training.'),
    patience: positiveInt
      .optional()
      .describe('Measurements without a better one after which training ends; all steps without it.'),
    minutes: z
      .number()
      .positive()
      .optional()
      .describe(
        'Minutes after which training ends with the best weights so far; the result then depends on the machine.',
      ),
  })
  .prefault({});

const test = z
  .strictObject({
    paths: z.int().min(2).default(16_384).describe('Paths on which the policies are compared.'),
    seed: z
      .int()
      .min(0)
      .optional()
      .describe(
        "Whole number that test paths are drawn from, another than the training's; the one after it by default.",
      ),
    bandWidths: main.policies
      .unwrap()
      .shape.bandWidths.unwrap()
      .default([0, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4])
      .describe(
        'Half-widths tried of the constant band, in delta: tuned on paths of the training, judged on test paths.',
      ),
  })
  .prefault({});

/** What `regime-hedge train` reads: the market and the contract of the main job's words, a network and its training. */
export const trainSchema = z.strictObject({
  market: marketSchema.describe('The market trained in, with its parameters; without them it is fitted to the data.'),
  data: marketDataSchema,
  contract,
  underlying: main.underlying.unwrap().omit({ interestDayCount: true }).prefault({}),
  costBps: main.costBps,
  frictions: main.frictions,
  rateAnnual: main.rateAnnual,
  instruments: z
    .array(instrument)
    .default([])
    .describe('Hedge instruments beside the underlying, which the policy may trade too.'),
  unwinds: z
    .boolean()
    .default(true)
    .describe('Whether the last holdings are sold at expiry, at a cost, or settled at their prices.'),
  objective: main.objective,
  start: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of a saved model that training starts from (fine-tuning); fresh weights without it.'),
  network,
  ensemble,
  training,
  test,
});

export type TrainConfig = z.output<typeof trainSchema>;

/** Keys of files, which a configuration file names from its own folder. */
export const trainFileKeys = [['data', 'bars'], ['data', 'impliedVol'], ['data', 'quotes'], ['start']];
