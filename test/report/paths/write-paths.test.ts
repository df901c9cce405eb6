import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/market/read-table.ts';
import { openPathsFile } from '../../../src/report/paths/write-paths.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { rejection, temporaryFiles } from '../../market/temp-files.ts';
import { drawPaths } from './drawn-paths.ts';

const { folder, write } = temporaryFiles();
let folders = 0;

function freshFolder(): string {
  const path = join(folder, String(folders++));
  mkdirSync(path);
  return path;
}

/** A whole file in two batches. */
async function writeAll(file: string): Promise<void> {
  const sink = await openPathsFile(file);
  await sink.write(drawPaths({ paths: 25 }), 0);
  await sink.write(drawPaths({ paths: 15, firstPath: 25 }), 25);
  await sink.finish('<svg/>');
}

describe('openPathsFile', () => {
  it.each([
    ['.csv', 1e-9],
    ['.parquet', 0],
    ['.PARQUET', 0],
  ])('writes %s files that the reader of tables gives back', async (extension, tolerance) => {
    const place = freshFolder();
    const file = join(place, `paths${extension}`);
    await writeAll(file);
    expect(readdirSync(place).sort()).toEqual([`paths${extension}`, 'paths.svg'].sort());
    expect(readFileSync(join(place, 'paths.svg'), 'utf8')).toBe('<svg/>');
    const { header, rows } = await readTable(file);
    expect(header).toEqual(['path', 'step', 'spot', 'impliedVol', 'variance', 'integratedVariance']);
    expect(rows).toHaveLength(40 * 7);
    const whole = drawPaths();
    rows.forEach((row, at) => {
      const [path, step] = [Math.floor(at / 7), at % 7];
      expect([Number(row[0]), Number(row[1])]).toEqual([path, step]);
      for (const [k, column] of [
        whole.spot,
        whole.impliedVol,
        whole.signals.variance,
        whole.signals.integratedVariance,
      ].entries()) {
        const value = column[step * 40 + path];
        expect(Math.abs(Number(row[2 + k]) - value)).toBeLessThanOrEqual(tolerance * value);
      }
    });
  });

  it.each(['.csv', '.parquet'])('leaves what stood there when it is discarded, %s', async (extension) => {
    const place = freshFolder();
    const file = join(place, `paths${extension}`);
    writeFileSync(file, 'the previous paths');
    const sink = await openPathsFile(file);
    await sink.write(drawPaths(), 0);
    await sink.discard();
    expect(readdirSync(place)).toEqual([`paths${extension}`]);
    expect(readFileSync(file, 'utf8')).toBe('the previous paths');
    const unused = await openPathsFile(file);
    await unused.discard();
    expect(readdirSync(place)).toEqual([`paths${extension}`]);
  });

  it('refuses places that cannot be written before anything is drawn', async () => {
    const place = freshFolder();
    mkdirSync(join(place, 'a.csv'));
    mkdirSync(join(place, 'b.svg'));
    for (const [name, says] of [
      ['paths.txt', 'expected a file ending in .csv or .parquet'],
      ['paths', 'expected a file ending in'],
      ['none/paths.csv', 'its folder does not exist'],
      ['none/paths.parquet', 'its folder does not exist'],
      ['a.csv', 'is a folder'],
      ['b.parquet', "b.svg' is a folder"],
    ]) {
      const error = await rejection(openPathsFile(join(place, name)));
      expect(error).toBeInstanceOf(InputError);
      expect(error.message).toContain(says);
    }
    const below = join(write('file', ''), 'paths.csv');
    expect((await rejection(openPathsFile(below))).message).toContain('a part of the path is a file');
    expect(readdirSync(place).sort()).toEqual(['a.csv', 'b.svg']);
  });
});
