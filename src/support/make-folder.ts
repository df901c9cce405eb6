import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Folders that were made for a path, outermost first. */
export interface MadeFolders {
  readonly made: readonly string[];
  /** Removes them again, from the innermost out, where they are still empty. */
  undo(): Promise<void>;
}

/**
 * Makes a folder and those above it that are missing, one by one: the recursive call of Node never ends on some virtual
 * file systems that refuse new folders.
 *
 * @throws the file system's error when a part of the path is a file or may not be written
 */
export async function makeFolder(path: string): Promise<MadeFolders> {
  const missing: string[] = [];
  let folder = resolve(path);
  for (let found = await isFolder(folder); !found; found = await isFolder(folder)) {
    missing.unshift(folder);
    folder = dirname(folder);
  }
  const made: string[] = [];
  const undo = async () => {
    for (const each of made.toReversed()) await rmdir(each).catch(() => undefined);
  };
  try {
    for (const each of missing) {
      // Another call may have made it since.
      if (await makeOne(each)) made.push(each);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { made, undo };
}

/** Whether it was made here; false where it is there already. */
async function makeOne(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await isFolder(path))) return false;
    throw error;
  }
}

/** Throws where the path is something else than a folder; false where there is nothing. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}
