import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../support/input-error.ts';
import { makeFolder } from '../support/make-folder.ts';

/** Models that the refits of walks came to, each in a file of its own. */
export interface RefitFiles {
  /** The model saved under a key, as JSON; undefined where there is none, or one that is damaged or of another key. */
  read(name: string, key: string): Promise<string | undefined>;
  /** Writes a temporary file and renames it: stopped at any moment, there is the whole file or none. */
  write(name: string, key: string, model: string): Promise<void>;
}

const FORMAT = 'regime-hedge refit 1';

/**
 * Opens a folder of refits, and makes it where it is missing. Several walks may share it.
 *
 * @throws InputError when the folder cannot be made; `write` when it cannot be written
 */
export async function openRefitFiles(folder: string): Promise<RefitFiles> {
  await inWords(folder, () => makeFolder(folder));
  const pathOf = (name: string, key: string) => join(folder, `${name}-${key.slice(0, 16)}.json`);

  async function read(name: string, key: string): Promise<string | undefined> {
    try {
      const file = JSON.parse(await readFile(pathOf(name, key), 'utf8')) as Readonly<Record<string, unknown>>;
      const isOurs = file.format === FORMAT && file.key === key && typeof file.model === 'string';
      if (isOurs && file.checksum === checksum(file.model as string)) return file.model as string;
    } catch {
      // Missing, cut off or unreadable: the refit is done again and the file replaced.
    }
    return undefined;
  }

  async function write(name: string, key: string, model: string): Promise<void> {
    const path = pathOf(name, key);
    const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
    await inWords(folder, async () => {
      try {
        const content = { format: FORMAT, key, checksum: checksum(model), model };
        await writeThrough(temporary, `${JSON.stringify(content)}\n`);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
    });
  }

  return { read, write };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Returns when the text is on the disk, so that after a power cut the renamed file is not an empty one. */
async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Errors of the file system are the caller's to mend: another folder, more space. */
async function inWords<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`folder of refits '${folder}' cannot be written (${message}): choose another or make room`);
  }
}
