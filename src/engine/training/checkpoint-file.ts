import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../support/input-error.ts';
import { packState, unpackState } from './checkpoint-data.ts';
import { firstDifference } from './first-difference.ts';
import { plainData } from './plain-data.ts';
import type { TrainingState } from './training-state.ts';

/** One file that holds where a training stands. */
export interface CheckpointFile {
  /**
   * What was saved last; undefined where there is no file yet. Throws an InputError for a file that is damaged, of
   * another version, of another training, or not a checkpoint.
   */
  load(): TrainingState | undefined;
  /** Replaces the file as a whole: stopped at any moment, there is the old one or the new one. */
  save(state: TrainingState): void;
  /** Deletes the file where there is one. */
  remove(): void;
}

const FORMAT = 'regime-hedge training checkpoint';
const VERSION = 1;

/**
 * A file for the checkpoints of one training, for `checkpoint` and `resume` of `trainNetwork`.
 *
 * The fingerprint is plain data that settles the training: problem, seed, batch size, a hash of the data. A file with
 * another one is refused, and the message names the first difference. What `trainNetwork` itself is told (steps, rates,
 * validations) it compares by itself. The file is written to `path` + `.tmp` and renamed; one training writes it at a
 * time.
 *
 * @throws RangeError where the fingerprint has what JSON does not keep (functions, typed arrays, NaN); InputError where the
 * path's folder does not exist; the file system's error where a file cannot be written
 * @example
 * const file = createCheckpointFile('policy.checkpoint', { problem, seed: 7 });
 * trainNetwork({ ...options, checkpoint: { save: file.save, every: 200 }, resume: file.load() });
 * file.remove();
 */
export function createCheckpointFile(path: string, fingerprint: unknown): CheckpointFile {
  const expected = plainData('fingerprint', fingerprint);
  const location = { file: path };
  const temporary = `${path}.tmp`;
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError('the folder for checkpoints does not exist: expected an existing one', location);
  }

  function load(): TrainingState | undefined {
    const text = readText(path);
    if (text === undefined) return undefined;
    const file = parseObject(text);
    if (file === undefined) throw damaged('it is cut off or not JSON');
    if (file.format !== FORMAT) {
      throw new InputError(`not a checkpoint of a training: expected "format" to be "${FORMAT}"`, location);
    }
    if (file.version !== VERSION) {
      throw new InputError(
        `a checkpoint of version ${JSON.stringify(file.version)}: expected ${VERSION}; delete it to train from the start`,
        location,
      );
    }
    if (file.checksum !== checksumOf(file.fingerprint, file.state)) throw damaged('its checksum does not match');
    const difference = firstDifference(file.fingerprint, expected);
    if (difference !== undefined) {
      throw new InputError(
        `a checkpoint of another training: ${difference}; choose another file, or delete it to train from the start`,
        location,
      );
    }
    try {
      return unpackState(file.state);
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : String(error));
    }
  }

  function save(state: TrainingState): void {
    const packed = packState(state);
    const checksum = checksumOf(expected, packed);
    const content = { format: FORMAT, version: VERSION, checksum, fingerprint: expected, state: packed };
    try {
      writeThrough(temporary, `${JSON.stringify(content)}\n`);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  function remove(): void {
    rmSync(path, { force: true });
    rmSync(temporary, { force: true });
  }

  function damaged(how: string): InputError {
    return new InputError(`a damaged checkpoint: ${how}; delete it to train from the start`, location);
  }

  return { load, save, remove };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError(`the checkpoint cannot be read: ${message}`, { file: path });
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

function checksumOf(fingerprint: unknown, state: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([fingerprint, state]))
    .digest('hex');
}

/** Returns when the text is on the disk, so that after a power cut the renamed file is not an empty one. */
function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
