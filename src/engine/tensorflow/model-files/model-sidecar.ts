import { z } from 'zod';
import { InputError } from '../../../support/input-error.ts';
import { checkForecasterProblem, type ForecasterProblem } from '../../forecaster/forecaster-problem.ts';
import { checkPolicyProblem, type PolicyProblem } from '../../policy/policy-problem.ts';
import { libraryVersion as thisLibrary } from './library-version.ts';
import { problemSchema } from './problem-schema.ts';

/** Anything that JSON holds. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * How a network was trained.
 *
 * @example
 * const { steps, losses, bestValidation } = trainNetwork(options);
 * const training = { seed, steps, losses, validation: bestValidation };
 */
export interface TrainingManifest {
  readonly seed: number;
  /** Steps taken. */
  readonly steps: number;
  /** Training losses, of every step or of as many as are worth keeping. */
  readonly losses?: ArrayLike<number> | undefined;
  /** Best validation loss; null, or NaN, which is saved as null, where nothing was validated. */
  readonly validation: number | null;
  /** `version` of this library's package.json: that of the library that saves, by default. */
  readonly libraryVersion?: string | undefined;
}

/** The same as it is loaded. */
export interface SavedTrainingManifest extends TrainingManifest {
  readonly losses?: readonly number[] | undefined;
  readonly libraryVersion: string;
}

/** What a trained network is for: all that TensorFlow.js's own files do not say. Plain data. */
export interface ModelSidecar {
  /** What the network was trained on; its network is the one saved. */
  readonly problem?: PolicyProblem | ForecasterProblem | undefined;
  /** Names of the network's inputs, one for each, in order. */
  readonly inputs?: readonly string[] | undefined;
  /** Inputs are standardised before: (value − mean) / sd, one of each for an input. */
  readonly scaler?: { readonly means: readonly number[]; readonly sds: readonly number[] } | undefined;
  readonly training?: TrainingManifest | undefined;
  /** Whatever else the owner wants to find again. */
  readonly extra?: Readonly<Record<string, JsonValue>> | undefined;
}

/** A sidecar as it is loaded. */
export interface LoadedSidecar extends ModelSidecar {
  readonly training?: SavedTrainingManifest | undefined;
}

export const SIDECAR_FILE = 'regime-hedge.json';
export const SIDECAR_FORMAT = 'regime-hedge-model';
/** Raised when older releases could no longer read what is written. */
export const SIDECAR_VERSION = 1;

/** The sidecar without what the saving itself adds. */
const sidecar = z.strictObject({
  problem: problemSchema.optional(),
  inputs: z.array(z.string()).optional(),
  scaler: z.strictObject({ means: z.array(z.number()), sds: z.array(z.number().positive()) }).optional(),
  training: z
    .strictObject({
      seed: z.number(),
      steps: z.number(),
      losses: z.array(z.number()).optional(),
      validation: z.number().nullable(),
      libraryVersion: z.string(),
    })
    .optional(),
  extra: z.record(z.string(), z.json()).optional(),
});

/** `regime-hedge.json`, version 1. */
const savedSidecar = sidecar.extend({
  format: z.literal(SIDECAR_FORMAT),
  version: z.literal(SIDECAR_VERSION),
  /** Weights of the loss that follow those of the network: the threshold of CVaR. */
  lossWeights: z.array(z.number()),
  /** SHA-256 of the files saved together with this one, in hexadecimal. */
  sha256: z.strictObject({ 'model.json': z.string(), 'weights.bin': z.string() }),
});

export type SavedSidecar = z.infer<typeof savedSidecar>;

/**
 * Checks a sidecar that is to be saved, and gives it as JSON will give it back.
 *
 * @throws RangeError that names the field which is not as it should be
 */
export function checkSidecar({ training, ...rest }: ModelSidecar): LoadedSidecar {
  const value = { ...rest, training: training && completeManifest(training) };
  // Fields that are undefined are not written.
  const result = sidecar.safeParse(JSON.parse(JSON.stringify(value, refuseNonFinite)));
  if (!result.success) throw new RangeError(`sidecar: ${firstIssue(result.error)}`);
  checkProblem(result.data.problem);
  return result.data;
}

/**
 * Reads the text of a sidecar.
 *
 * @throws InputError for text that is not JSON, another format or version, and fields that are missing or wrong
 */
export function parseSidecar(text: string, file: string): SavedSidecar {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError('is not JSON: the file is damaged or cut short; save the model again', { file });
  }
  const { version } = (json ?? {}) as { version?: unknown };
  if (typeof version === 'number' && version > SIDECAR_VERSION) {
    const message = `version is ${version}: this release reads up to ${SIDECAR_VERSION}; use a newer one`;
    throw new InputError(message, { file });
  }
  const result = savedSidecar.safeParse(json);
  if (!result.success) throw new InputError(`${firstIssue(result.error)}; save the model again`, { file });
  try {
    checkProblem(result.data.problem);
  } catch (error) {
    throw new InputError(`problem: ${(error as Error).message}`, { file });
  }
  return result.data;
}

function completeManifest({ losses, validation, libraryVersion, ...rest }: TrainingManifest): SavedTrainingManifest {
  return {
    ...rest,
    losses: losses && Array.from(losses),
    validation: Number.isNaN(validation) ? null : validation,
    libraryVersion: libraryVersion ?? thisLibrary().version,
  };
}

function checkProblem(problem: ModelSidecar['problem']): void {
  if (problem?.kind === 'policy') checkPolicyProblem(problem);
  if (problem?.kind === 'forecaster') checkForecasterProblem(problem);
}

function firstIssue(error: z.ZodError): string {
  const { path, message } = error.issues[0];
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** JSON would turn them into null. */
function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`sidecar: ${key} is ${value}: expected a finite number`);
  }
  return value;
}
