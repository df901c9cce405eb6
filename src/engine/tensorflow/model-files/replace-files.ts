import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../support/input-error.ts';
import { type MadeFolders, makeFolder } from '../../../support/make-folder.ts';

/** Holds files that replace those beside it. It is there for a moment while a model is saved, longer after a crash. */
const COMMITTED = '.saved';

/**
 * Replaces several files of a folder, all or none; makes the folder when it is missing. They are written whole to a
 * folder inside, whose renaming to `.saved` decides: before it the old files hold, afterwards the new ones. Then they
 * are moved into place. A process that dies in between leaves `.saved`, from which `readReplaced` reads and the next
 * call goes on.
 *
 * @throws InputError when the folder cannot be made or written; nothing has changed then
 */
export async function replaceFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const temporary = join(folder, `.saving-${randomUUID().slice(0, 8)}`);
  let folders: MadeFolders | undefined;
  try {
    folders = await makeFolder(folder);
    await moveIntoPlace(folder);
    for (const name of Object.keys(files)) await refuseFolder(join(folder, name));
    await mkdir(temporary);
    for (const [name, content] of Object.entries(files)) await writeWhole(join(temporary, name), content);
    await rename(temporary, join(folder, COMMITTED));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    await folders?.undo();
    throw inWords(error, folder);
  }
  await moveIntoPlace(folder);
}

/**
 * A file of a folder that `replaceFiles` writes, or undefined where there is none.
 *
 * @throws InputError when it cannot be read
 */
export async function readReplaced(folder: string, name: string): Promise<Buffer | undefined> {
  for (const path of [join(folder, COMMITTED, name), join(folder, name)]) {
    try {
      return await readFile(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      throw new InputError(`cannot be read (${code}): expected a file of a saved model`, { file: join(folder, name) });
    }
  }
  return undefined;
}

async function moveIntoPlace(folder: string): Promise<void> {
  const committed = join(folder, COMMITTED);
  const names = await readdir(committed).catch(() => undefined);
  if (names === undefined) return;
  for (const name of names) await rename(join(committed, name), join(folder, name));
  await rmdir(committed);
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A folder where a file is to go would stop the moving half-way. */
async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) {
    throw new InputError('is a folder: expected a file or nothing there', { file: path });
  }
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'is on a read-only file system',
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'is a file or lies under one',
  ENOTEMPTY: 'is being written by another process',
  ENAMETOOLONG: 'has too long a name',
  ENOSPC: 'has no space left',
};

/** Errors of the file system that the caller can mend, in words; any other error as it is. */
function inWords(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (causes[code] === undefined) return error;
  return new InputError(`model folder '${folder}' ${causes[code]}: expected a folder that can be written`);
}
