import { z } from 'zod';
import { InputError } from '../../../support/input-error.ts';
import { sizeOf } from './keras-weights.ts';
import { readReplaced } from './replace-files.ts';

/** One array of a weights file. */
export interface SavedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Its bytes, float32 or not. */
  readonly bytes: Uint8Array;
}

const manifestSchema = z.array(
  z.looseObject({
    paths: z.array(z.string()),
    weights: z.array(
      z.looseObject({
        name: z.string(),
        shape: z.array(z.int().nonnegative()),
        dtype: z.string(),
        quantization: z.unknown().optional(),
      }),
    ),
  }),
);

const bytesOf: Readonly<Record<string, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };

/**
 * Reads all arrays of a `weightsManifest`, of one file or of several.
 *
 * @param modelFile path of `model.json`, for messages
 * @throws InputError for a manifest that is not one, files that are missing, too short or too long, and arrays in a form
 * other than plain float32, int32, uint8 and bool
 */
export async function readWeights(folder: string, manifest: unknown, modelFile: string): Promise<SavedWeight[]> {
  const groups = manifestSchema.safeParse(manifest);
  if (!groups.success) {
    const { path, message } = groups.error.issues[0];
    throw new InputError(`${['weightsManifest', ...path].join('.')}: ${message}`, { file: modelFile });
  }
  const saved: SavedWeight[] = [];
  for (const { paths, weights } of groups.data) {
    const bytes = Buffer.concat(await Promise.all(paths.map((path) => readShard(folder, path, modelFile))));
    let next = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      if (!Object.hasOwn(bytesOf, dtype) || quantization !== undefined) {
        const found = quantization === undefined ? `of type ${dtype}` : 'quantised';
        throw new InputError(`weight '${name}' is ${found}: expected plain float32`, { file: modelFile });
      }
      const length = bytesOf[dtype] * sizeOf(shape);
      saved.push({ name, shape, dtype, bytes: bytes.subarray(next, next + length) });
      next += length;
    }
    if (bytes.length !== next) {
      const files = paths.join(', ');
      throw new InputError(
        `${files}: ${bytes.length} bytes, expected ${next}: the model is damaged or cut short; save it again`,
        { file: modelFile },
      );
    }
  }
  return saved;
}

async function readShard(folder: string, path: string, modelFile: string): Promise<Buffer> {
  const name = path.replace(/^\.\//, '');
  if (name === '' || /[/\\]/.test(name) || name.startsWith('..')) {
    const message = `weightsManifest has the path '${path}': expected a file beside model.json`;
    throw new InputError(message, { file: modelFile });
  }
  const bytes = await readReplaced(folder, name);
  if (bytes === undefined) {
    throw new InputError(`${name} is missing: expected it beside model.json; save the model again`, {
      file: modelFile,
    });
  }
  return bytes;
}
