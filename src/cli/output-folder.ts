import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportFileNames } from '../report/report-file-names.ts';
import { InputError } from '../support/input-error.ts';
import { type MadeFolders, makeFolder } from '../support/make-folder.ts';

/**
 * Makes sure, before any long work, that a folder can be created and written to. Leaves no trace: the probe file and
 * any folder created for it are removed again. Throws an InputError where the folder cannot be written.
 *
 * @param names files that are to go there
 */
export async function assertWritableFolder(folder: string, names: readonly string[] = reportFileNames): Promise<void> {
  const probe = join(folder, `.regime-hedge-probe-${process.pid}`);
  let folders: MadeFolders | undefined;
  try {
    folders = await makeFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`--out ${folder}: the output folder cannot be written (${reason(code)}); choose another`);
  } finally {
    await folders?.undo();
  }
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isDirectory() !== true) continue;
    throw new InputError(
      `--out ${folder}: '${name}' in it is a folder, where a file is to go; move it or choose another`,
    );
  }
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
