import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../support/input-error.ts';

/**
 * Makes sure, before any long work, that a folder can be created and written to. Leaves no trace: the probe file and
 * any folder created for it are removed again. Throws an InputError where the folder cannot be written.
 */
export async function assertWritableFolder(folder: string): Promise<void> {
  const probe = join(folder, `.regime-hedge-probe-${process.pid}`);
  let firstCreated: string | undefined;
  try {
    firstCreated = await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`--out ${folder}: the output folder cannot be written (${reason(code)}); choose another`);
  } finally {
    if (firstCreated !== undefined) await removeEmptyFolders(resolve(folder), resolve(firstCreated));
  }
}

async function removeEmptyFolders(folder: string, firstCreated: string): Promise<void> {
  let current = folder;
  while (current.length > firstCreated.length) {
    await rmdir(current);
    current = dirname(current);
  }
  await rmdir(firstCreated);
}

function reason(code: string | undefined): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a part of the path is a file';
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return code ?? 'unknown reason';
  }
}
