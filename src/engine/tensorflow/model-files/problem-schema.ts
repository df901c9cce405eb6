import { z } from 'zod';
import type { Problem } from '../../create-program.ts';
import type { ForecasterLoss, ForecasterProblem } from '../../forecaster/forecaster-problem.ts';
import { activations, type LayerShape } from '../../network/network-shape.ts';
import type { PolicyHead, PolicyLoss, PolicyProblem } from '../../policy/policy-problem.ts';
import { objectOf, oneOf, unionOf } from './exhaustive-schema.ts';

type LayerOf<Kind> = Extract<LayerShape, { readonly kind: Kind }>;
/** A layer as a file holds it. */
export const layerSchema = unionOf<LayerShape>()({
  dense: objectOf<LayerOf<'dense'>>()({
    kind: z.literal('dense'),
    units: z.number(),
    activation: z.enum(activations),
  }),
  gru: objectOf<LayerOf<'gru'>>()({ kind: z.literal('gru'), units: z.number() }),
  lstm: objectOf<LayerOf<'lstm'>>()({ kind: z.literal('lstm'), units: z.number() }),
  dropout: objectOf<LayerOf<'dropout'>>()({ kind: z.literal('dropout'), rate: z.number() }),
});
type LossOf<Kind> = Extract<PolicyLoss, { readonly kind: Kind }>;
const policyLoss = unionOf<PolicyLoss>()({
  entropic: objectOf<LossOf<'entropic'>>()({ kind: z.literal('entropic'), riskAversion: z.number() }),
  cvar: objectOf<LossOf<'cvar'>>()({ kind: z.literal('cvar'), level: z.number() }),
  variance: objectOf<LossOf<'variance'>>()({ kind: z.literal('variance') }),
  'mean-sd': objectOf<LossOf<'mean-sd'>>()({ kind: z.literal('mean-sd'), riskAversion: z.number() }),
  'mean-square': objectOf<LossOf<'mean-square'>>()({ kind: z.literal('mean-square') }),
  criterion: objectOf<LossOf<'criterion'>>()({ kind: z.literal('criterion') }),
});
/** A head as a file holds it. */
export const policyHeadSchema = oneOf<PolicyHead>({
  holding: 'holding',
  correction: 'correction',
  band: 'band',
  'free-band': 'free-band',
});
const policyProblem = objectOf<PolicyProblem>()({
  kind: z.literal('policy'),
  steps: z.number(),
  signals: z.number(),
  instruments: z.number(),
  layers: z.array(layerSchema),
  readsHoldings: z.boolean(),
  pnlScale: z.number().optional(),
  head: policyHeadSchema,
  bandScale: z.number().optional(),
  proportionalCost: z.array(z.number()),
  quadraticCost: z.array(z.number()),
  unwinds: z.boolean(),
  loss: policyLoss,
});
const forecasterProblem = objectOf<ForecasterProblem>()({
  kind: z.literal('forecaster'),
  inputs: z.number(),
  window: z.number(),
  layers: z.array(layerSchema),
  horizons: z.number(),
  loss: oneOf<ForecasterLoss>({ qlike: 'qlike', 'log-mse': 'log-mse' }),
});

/** A problem as a file holds it. Whether its figures make sense is for the checks beside the problems to say. */
export const problemSchema = unionOf<Problem>()({ policy: policyProblem, forecaster: forecasterProblem });
