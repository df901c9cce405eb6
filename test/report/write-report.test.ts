import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BacktestRun } from '../../src/backtest/results.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { InputError } from '../../src/support/input-error.ts';
import { fakeRun } from './fake-run.ts';

const run = fakeRun({ bars: 260 });
const names = ['decisions.csv', 'episodes.csv', 'report.html', 'report.md', 'results.json'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regime-hedge-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The run, but calling `act` when the last of the files is about to be written. */
function interruptedRun(act: () => void): BacktestRun {
  const decisions = {
    ...run.decisions,
    get policyNames() {
      act();
      return run.decisions.policyNames;
    },
  };
  return { ...run, decisions };
}

describe('writeReport', () => {
  it('writes five files into a folder that it makes', async () => {
    const out = join(folder, 'reports', 'latest');
    const { files } = await writeReport(run, out);
    expect(readdirSync(out).sort()).toEqual(names);
    expect(files).toEqual(
      ['report.html', 'report.md', 'results.json', 'episodes.csv', 'decisions.csv'].map((name) => join(out, name)),
    );
    expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).schema).toBe(1);
    const decisions = readFileSync(join(out, 'decisions.csv'), 'utf8').trimEnd().split('\n');
    expect(decisions).toHaveLength(run.decisions.rows + 1);
  });

  it('replaces an earlier report and leaves other files alone', async () => {
    writeFileSync(join(folder, 'report.html'), 'old');
    writeFileSync(join(folder, 'mine.txt'), 'kept');
    await writeReport(run, folder);
    expect(readdirSync(folder).sort()).toEqual([...names, 'mine.txt'].sort());
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it.each(['stopped', 'failed'])('leaves the earlier report whole when %s, and nothing else', async (how) => {
    for (const name of names) writeFileSync(join(folder, name), `old ${name}`);
    const controller = new AbortController();
    const act = () => {
      if (how === 'failed') throw new Error('defect');
      controller.abort(new Error('stopped by the test'));
    };
    const writing = writeReport(interruptedRun(act), folder, { signal: controller.signal });
    await expect(writing).rejects.toThrow(how === 'failed' ? 'defect' : 'stopped by the test');
    expect(readdirSync(folder).sort()).toEqual(names);
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe(`old ${name}`);
  });

  it('does nothing when already stopped', async () => {
    await expect(writeReport(run, join(folder, 'new'), { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves no folder behind that it made for nothing', async () => {
    const out = join(folder, 'a', 'b');
    const failing = interruptedRun(() => {
      throw new Error('defect');
    });
    await expect(writeReport(failing, out)).rejects.toThrow('defect');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names an output folder that is a file, or lies under one', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const out of [file, join(file, 'reports')]) {
      const error = await writeReport(run, out).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toContain(`'${out}'`);
      expect((error as Error).message).toContain('--out');
      expect((error as Error).message).not.toContain('\n');
    }
  });

  it('refuses a folder where a file is to go before it renames anything', async () => {
    mkdirSync(join(folder, 'decisions.csv'));
    writeFileSync(join(folder, 'report.html'), 'old');
    await expect(writeReport(run, folder)).rejects.toThrow(InputError);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['decisions.csv', 'report.html']);
  });
});
