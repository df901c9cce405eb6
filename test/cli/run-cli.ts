import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach } from 'vitest';
import type { BacktestRun } from '../../src/backtest/results.ts';
import type { CliDependencies } from '../../src/cli/dependencies.ts';
import { nodeDependencies } from '../../src/cli/node-dependencies.ts';
import { runProgram } from '../../src/cli/run-program.ts';

export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that keeps what is written to it. */
export function captureStream(isTTY = false): { readonly stream: Writable & { isTTY: boolean }; text(): string } {
  const chunks: string[] = [];
  const writable = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(writable, { isTTY }), text: () => chunks.join('') };
}

/** Runs the command in this process, with the real backtest unless another is handed in. */
export async function runCli(argv: readonly string[], replaced: Partial<CliDependencies> = {}): Promise<CliOutcome> {
  const stdout = captureStream();
  const stderr = captureStream();
  const dependencies = { ...nodeDependencies(), stdout: stdout.stream, stderr: stderr.stream, ...replaced };
  const code = await runProgram(argv, dependencies);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** What a backtest gives, as far as the command looks at it. */
export const finishedRun = { results: { manifest: { notices: ['a notice'] } } } as unknown as BacktestRun;

/** A backtest and a report that end at once, and what they were called with. */
export function instantBacktest() {
  const calls: { config?: unknown; threads?: number; out?: string } = {};
  const replaced: Partial<CliDependencies> = {
    runBacktest: async (config, options) => {
      Object.assign(calls, { config, threads: options?.threads });
      options?.onProgress?.({ label: 'fitting regimes 2008-01-02', done: 1, total: 10 });
      return finishedRun;
    },
    writeReport: async (_run, out) => {
      calls.out = out;
      return { files: [] };
    },
    renderComparisonTable: async () => 'the table',
    renderResultsJson: async () => '{"schema":1}\n',
  };
  return { calls, replaced };
}

/** A temporary folder for each test of a file, removed after it. */
export function useTemporaryFolder(): { path(...names: string[]): string; write(name: string, text: string): string } {
  let folder: string | undefined;
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });
  const path = (...names: string[]) => {
    folder ??= mkdtempSync(join(tmpdir(), 'regime-hedge-cli-'));
    return join(folder, ...names);
  };
  return {
    path,
    write(name, text) {
      const file = path(name);
      if (dirname(name) !== '.') throw new RangeError(`name is ${name}: expected a file name without a folder`);
      writeFileSync(file, text);
      return file;
    },
  };
}
