import { z } from 'zod';
import { decodeFloat32, decodeFloat64, encodeFloats } from './base64-floats.ts';
import type { TrainingState } from './training-state.ts';

const warmUp = { warmupSteps: z.number().optional() };
const fromTo = { from: z.number(), to: z.number(), ...warmUp };

const stateSchema = z.object({
  settings: z.object({
    steps: z.number(),
    learningRate: z.union([
      z.object({ kind: z.literal('constant'), rate: z.number(), ...warmUp }),
      z.object({ kind: z.literal('exponential'), ...fromTo }),
      z.object({ kind: z.literal('cosine').optional(), ...fromTo }),
    ]),
    validateEvery: z.number(),
    clipNorm: z.number().nullable(),
    patience: z.number().nullable(),
  }),
  step: z.number(),
  weights: z.string(),
  adam: z.object({
    firstMoment: z.string(),
    secondMoment: z.string(),
    beta1Power: z.number(),
    beta2Power: z.number(),
  }),
  losses: z.string(),
  // JSON has no Infinity, which stands for validations that were not finite.
  best: z.object({ weights: z.string(), loss: z.number().nullable(), since: z.number() }).optional(),
  validations: z.string().optional(),
});

type PackedState = z.infer<typeof stateSchema>;

/** A training's state as JSON can hold it, to the same bits: arrays as base64 text. */
export function packState({ settings, step, weights, adam, losses, best, validations }: TrainingState): PackedState {
  return {
    settings,
    step,
    weights: encodeFloats(weights),
    adam: {
      firstMoment: encodeFloats(adam.firstMoment),
      secondMoment: encodeFloats(adam.secondMoment),
      beta1Power: adam.beta1Power,
      beta2Power: adam.beta2Power,
    },
    losses: encodeFloats(losses),
    best: best && {
      weights: encodeFloats(best.weights),
      loss: Number.isFinite(best.loss) ? best.loss : null,
      since: best.since,
    },
    validations: validations && encodeFloats(validations),
  };
}

/** The state again. Throws an error that names what is wrong with the data. */
export function unpackState(packed: unknown): TrainingState {
  const { settings, step, weights, adam, losses, best, validations } = parse(packed);
  return {
    settings,
    step,
    weights: decodeFloat32(weights),
    adam: {
      firstMoment: decodeFloat32(adam.firstMoment),
      secondMoment: decodeFloat32(adam.secondMoment),
      beta1Power: adam.beta1Power,
      beta2Power: adam.beta2Power,
    },
    losses: decodeFloat64(losses),
    best: best && {
      weights: decodeFloat32(best.weights),
      loss: best.loss ?? Number.POSITIVE_INFINITY,
      since: best.since,
    },
    validations: validations === undefined ? undefined : decodeFloat64(validations),
  };
}

function parse(packed: unknown): PackedState {
  const result = stateSchema.safeParse(packed);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new RangeError(`${path.join('.')}: ${message}`);
}
