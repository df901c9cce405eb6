import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StopSignal } from '../../src/cli/dependencies.ts';
import { InputError } from '../../src/support/input-error.ts';
import { captureStream, finishedRun, instantBacktest, runCli, useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();

describe('a run that succeeds', () => {
  it('prints the table, where the report is and the time taken', async () => {
    const { calls, replaced } = instantBacktest();
    const out = folder.path('a', 'b');
    const outcome = await runCli(['backtest', '--out', out, '--threads', '2', '--seed', '11'], replaced);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/^the table\nreport: .*a\/b\/report\.html\ntime: \d+ s\n$/);
    expect(outcome.stderr).toBe(' 10 %  fitting regimes 2008-01-02\nnote: a notice\n');
    expect(calls).toMatchObject({ out, threads: 2, config: { seed: 11, costBps: 10 } });
  });

  it('leaves no trace of having tried the output folder', async () => {
    const { replaced } = instantBacktest();
    await runCli(['backtest', '--out', folder.path('a', 'b')], replaced);
    expect(existsSync(folder.path('a'))).toBe(false);
    expect(existsSync(folder.path())).toBe(true);
  });

  it('prints the table alone with --quiet, and notes on standard error', async () => {
    const outcome = await runCli(['backtest', '--quiet', '--out', folder.path('out')], instantBacktest().replaced);
    expect(outcome).toEqual({ code: 0, stdout: 'the table\n', stderr: 'note: a notice\n' });
  });

  it('prints results.json alone on standard output with --json', async () => {
    const outcome = await runCli(['backtest', '--json', '--out', folder.path('out')], instantBacktest().replaced);
    expect(outcome.stdout).toBe('{"schema":1}\n');
    expect(outcome.stderr).toMatch(/fitting regimes.*\nnote: a notice\nreport: .*\ntime: /);
    const quiet = await runCli(
      ['backtest', '--json', '--quiet', '--out', folder.path('o')],
      instantBacktest().replaced,
    );
    expect(quiet).toEqual({ code: 0, stdout: '{"schema":1}\n', stderr: 'note: a notice\n' });
  });
});

describe('a run that fails', () => {
  it('shows bad input as one line and ends with 2', async () => {
    const runBacktest = async () => {
      throw new InputError('close is -1:\n expected a price', { file: 'a.csv', line: 7 });
    };
    const outcome = await runCli(['backtest', '--out', folder.path('out')], { runBacktest });
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: 'error: a.csv, line 7: close is -1: expected a price\n' });
  });

  it('breaks bad input at words where a terminal would break it anywhere', async () => {
    const { replaced } = instantBacktest();
    const { stream, text } = captureStream(true);
    const stderr = Object.assign(stream, { columns: 40 });
    const failing = {
      ...replaced,
      stderr,
      runBacktest: async () => Promise.reject(new InputError('word '.repeat(20))),
    };
    const { code } = await runCli(['backtest', '--quiet', '--out', folder.path('out')], failing);
    expect(code).toBe(2);
    const lines = text().trimEnd().split('\n');
    expect(lines.every((line) => line.length <= 40)).toBe(true);
    expect(lines.join(' ').match(/word/g)).toHaveLength(20);
  });

  it('shows a defect with its stack and ends with 1', async () => {
    const runBacktest = async () => {
      throw new RangeError('steps is -1');
    };
    const outcome = await runCli(['backtest', '--out', folder.path('out')], { runBacktest });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/defect of regime-hedge[^\n]*\nRangeError: steps is -1\n\s+at /);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('stops at %s, says so and writes nothing', async (signal: StopSignal, code) => {
    let stop: (signal: StopSignal) => void = () => {};
    const outcome = await runCli(['backtest', '--quiet', '--out', folder.path('out')], {
      onStopSignal: (listener) => {
        stop = listener;
        return () => {};
      },
      runBacktest: async (_config, options) => {
        stop(signal);
        // What a pool of threads says when it is closed under its jobs.
        if (options?.signal?.aborted) throw new Error('the pool is closed');
        return finishedRun;
      },
    });
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toBe('stopped: nothing was written, the previous report is untouched\n');
    expect(existsSync(folder.path('out'))).toBe(false);
  });

  it('can be stopped while the report is written', async () => {
    let stop: (signal: StopSignal) => void = () => {};
    const outcome = await runCli(['backtest', '--out', folder.path('out')], {
      ...instantBacktest().replaced,
      onStopSignal: (listener) => {
        stop = listener;
        return () => {};
      },
      writeReport: async (_run, _out, options) => {
        stop('SIGINT');
        options?.signal?.throwIfAborted();
        return { files: [] };
      },
    });
    expect(outcome.code).toBe(130);
    expect(outcome.stdout).toBe('');
  });

  it('ends at once at the second Ctrl-C', async () => {
    const exits: number[] = [];
    let stop: (signal: StopSignal) => void = () => {};
    await runCli(['backtest', '--out', folder.path('out')], {
      exit: (code) => exits.push(code),
      onStopSignal: (listener) => {
        stop = listener;
        return () => {};
      },
      runBacktest: async (_config, options) => {
        stop('SIGINT');
        expect(exits).toEqual([]);
        stop('SIGINT');
        options?.signal?.throwIfAborted();
        return finishedRun;
      },
    });
    expect(exits).toEqual([130]);
  });
});

describe('the command line itself', () => {
  it.each([[[]], [['--help']], [['backtest', '--help']]])('shows help for %j on standard output', async (argv) => {
    const outcome = await runCli(argv);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('Usage: regime-hedge');
  });

  it('shows its version', async () => {
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints the JSON Schema of the configuration', async () => {
    const { code, stdout } = await runCli(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { seed: { type: 'integer', minimum: 0 } } });
  });
});
