import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Paths } from '../../market/paths.ts';
import { InputError } from '../../support/input-error.ts';
import { csvNumber } from '../csv-text.ts';

/** Writes batches of paths into one file, as they come, and a picture beside it. */
export interface PathsFile {
  /** Adds a batch whose first path has this number. */
  write(batch: Paths, firstPath: number): Promise<void>;
  /** Where the picture goes: the file's name, ending in .svg. */
  readonly picturePath: string;
  /** Puts the finished file and the picture in their places; what stood there before is replaced only now. */
  finish(picture: string): Promise<void>;
  /** Removes what was written; nothing changes where the files are to be. */
  discard(): Promise<void>;
}

/** Extensions of files of paths. */
export const pathsFileExtensions = ['.csv', '.parquet'];

/**
 * Opens a file of paths, CSV or Parquet by its extension: a row per path and step, in the order of paths, with the columns
 * `path`, `step`, `spot`, `impliedVol` and the signals.
 *
 * @throws InputError for another extension or a place that cannot be written
 */
export async function openPathsFile(file: string): Promise<PathsFile> {
  const extension = extname(file).toLowerCase();
  if (!pathsFileExtensions.includes(extension)) {
    throw new InputError(`--out ${file}: expected a file ending in ${pathsFileExtensions.join(' or ')}`);
  }
  const picturePath = file.slice(0, -extension.length).concat('.svg');
  for (const path of [file, picturePath]) await refuseFolder(path);
  const suffix = randomUUID().slice(0, 8);
  const temporaryOf = (path: string) => join(dirname(path), `.${basename(path)}.${suffix}.tmp`);
  const temporary = temporaryOf(file);
  const sink = extension === '.csv' ? await openCsv(temporary, file) : await openParquet(temporary, file);
  const asInput = (error: unknown) => {
    throw unwritable(error, file);
  };
  return {
    picturePath,
    write: (batch, firstPath) => sink.write(batch, firstPath).catch(asInput),
    async finish(picture) {
      try {
        await sink.close();
        await writeFile(temporaryOf(picturePath), picture, { flag: 'wx' });
        for (const path of [file, picturePath]) await rename(temporaryOf(path), path);
      } catch (error) {
        asInput(error);
      }
    },
    async discard() {
      await sink.close().catch(() => undefined);
      for (const path of [file, picturePath]) await rm(temporaryOf(path), { force: true });
    },
  };
}

/** A folder where a file is to go would fail the renaming, after all the work. */
async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() !== true) return;
  throw new InputError(`--out: '${path}' is a folder, where a file is to go; move it or choose another`);
}

interface Sink {
  write(batch: Paths, firstPath: number): Promise<void>;
  close(): Promise<void>;
}

/** Paths of one piece of text. */
const csvPaths = 512;

async function openCsv(temporary: string, shown: string): Promise<Sink> {
  const file = await open(temporary, 'wx').catch((error: unknown) => {
    throw unwritable(error, shown);
  });
  let hasHeader = false;
  return {
    async write(batch, firstPath) {
      const columns = columnsOf(batch);
      if (!hasHeader) await file.writeFile(`path,step,${columns.map(({ name }) => name).join()}\n`);
      hasHeader = true;
      const { paths, steps } = batch;
      for (let first = 0; first < paths; first += csvPaths) {
        let text = '';
        for (let path = first; path < Math.min(first + csvPaths, paths); path++) {
          for (let step = 0; step <= steps; step++) {
            text += `${firstPath + path},${step}`;
            for (const { values } of columns) text += `,${csvNumber(values[step * paths + path])}`;
            text += '\n';
          }
        }
        await file.writeFile(text);
      }
    },
    close: () => file.close(),
  };
}

async function openParquet(temporary: string, shown: string): Promise<Sink> {
  // The writer opens its file in its own way: whether that can be done is tried first.
  await open(temporary, 'wx').then(
    (file) => file.close(),
    (error: unknown) => {
      throw unwritable(error, shown);
    },
  );
  let parquet: ParquetWriter | undefined;
  return {
    async write(batch, firstPath) {
      const { paths, steps } = batch;
      const rows = paths * (steps + 1);
      const path = new Int32Array(rows);
      const step = new Int32Array(rows);
      for (let p = 0, row = 0; p < paths; p++) {
        for (let k = 0; k <= steps; k++, row++) {
          path[row] = firstPath + p;
          step[row] = k;
        }
      }
      const columnData = [
        { name: 'path', data: path, type: 'INT32' as const },
        { name: 'step', data: step, type: 'INT32' as const },
        ...columnsOf(batch).map(({ name, values }) => ({
          name,
          data: byPath(values, paths, steps),
          type: 'DOUBLE' as const,
        })),
      ];
      parquet ??= new ParquetWriter({ writer: fileWriter(temporary), schema: schemaFromColumnData({ columnData }) });
      await parquet.write({ columnData });
    },
    async close() {
      await parquet?.finish();
    },
  };
}

function columnsOf({ spot, impliedVol, signals }: Paths) {
  return [
    { name: 'spot', values: spot },
    { name: 'impliedVol', values: impliedVol },
    ...Object.entries(signals).map(([name, values]) => ({ name, values })),
  ];
}

/** [step][path] turned into [path][step]. */
function byPath(values: Float64Array, paths: number, steps: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let step = 0; step <= steps; step++) {
    for (let path = 0; path < paths; path++) turned[path * (steps + 1) + step] = values[step * paths + path];
  }
  return turned;
}

function unwritable(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    EACCES: 'no permission',
    ENOTDIR: 'a part of the path is a file',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  if (code === undefined || why[code] === undefined) return error;
  return new InputError(`--out ${file}: the file cannot be written (${why[code]}); choose another`);
}
