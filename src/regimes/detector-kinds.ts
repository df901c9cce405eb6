import type { z } from 'zod';
import type { RegimeDetector } from './detector.ts';
import { createHmmDetector } from './hmm/hmm-detector.ts';
import { hmmSchema } from './hmm/hmm-schema.ts';
import { createJumpDetector } from './jump/jump-detector.ts';
import { continuousJumpSchema, jumpSchema } from './jump/jump-schema.ts';
import { createKMeansDetector } from './kmeans/kmeans.ts';
import { kmeansSchema } from './kmeans/kmeans-schema.ts';
import { createMixtureDetector } from './mixture/mixture-detector.ts';
import { mixtureSchema } from './mixture/mixture-schema.ts';
import {
  createSwitchingAutoregressionDetector,
  createSwitchingRegressionDetector,
} from './regression/switching-detector.ts';
import { switchingAutoregressionSchema, switchingRegressionSchema } from './regression/switching-schema.ts';

type NamedSchema = z.ZodObject<{ readonly name: z.ZodLiteral<string> }>;

/** A detector that can be asked for by name. */
interface DetectorKind<Schema extends NamedSchema> {
  /** Its keys in a file, `name` among them, each with a default. */
  readonly schema: Schema;
  readonly create: (options: z.output<Schema> & { readonly features: readonly string[] }) => RegimeDetector;
  /** What it reads where nothing else is said. */
  readonly usualFeatures: readonly string[];
}

/** Every detector that has a name. A further one is a line here. */
export const detectorKinds = [
  kind(hmmSchema, createHmmDetector, ['return']),
  kind(kmeansSchema, createKMeansDetector, ['logVol5', 'logVol21', 'trend21', 'drawdown']),
  kind(mixtureSchema, createMixtureDetector, ['logVol5', 'logVol21', 'trend21', 'drawdown']),
  kind(jumpSchema, createJumpDetector, ['logVol10', 'downside21']),
  kind(continuousJumpSchema, (options) => createJumpDetector({ ...options, continuous: true }), [
    'logVol10',
    'downside21',
  ]),
  kind(switchingRegressionSchema, createSwitchingRegressionDetector, ['return', 'logVol21']),
  kind(switchingAutoregressionSchema, createSwitchingAutoregressionDetector, ['return']),
] as const;

function kind<Schema extends NamedSchema>(
  schema: Schema,
  create: DetectorKind<Schema>['create'],
  usualFeatures: readonly string[],
): DetectorKind<Schema> {
  return { schema, create, usualFeatures };
}
