import { afterEach, describe, expect, it } from 'vitest';
import {
  createInlineExecutor,
  createPoolExecutor,
  type Executor,
  type JobFunction,
} from '../../../src/engine/jobs/executor.ts';
import { InputError } from '../../../src/support/input-error.ts';
import type { Progress } from '../../../src/support/long-call.ts';
// @ts-expect-error plain JavaScript, without types
import { jobs as untypedJobs } from './fixtures/jobs.mjs';

const jobs = untypedJobs as Readonly<Record<string, JobFunction>>;
const workerUrl = new URL('./fixtures/jobs-worker.mjs', import.meta.url);
const open: Executor[] = [];

function opened(executor: Executor): Executor {
  open.push(executor);
  return executor;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.close()));
});

describe.each([
  ['inline', () => createInlineExecutor(jobs)],
  ['pool', () => createPoolExecutor({ workerUrl, threads: 2 })],
])('%s executor', (_, create) => {
  it('runs jobs by name, whether they wait or not', async () => {
    const executor = opened(create());
    expect(await executor.run<number>('double', 21)).toBe(42);
    expect(await executor.run<string>('later', 'x')).toBe('x');
    expect(await executor.run<number>('sum', Float32Array.of(1, 2, 3))).toBe(6);
    const many = await Promise.all(Array.from({ length: 20 }, (_, k) => executor.run<number>('double', k)));
    expect(many).toEqual(Array.from({ length: 20 }, (_, k) => 2 * k));
  });

  it('brings every report of progress, in order, before the result', async () => {
    const executor = opened(create());
    const seen: Progress[] = [];
    await executor.run('report', 100, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(Array.from({ length: 100 }, (_, k) => k + 1));
    expect(seen[0]).toEqual({ label: 'counting', done: 1, total: 100 });
    expect(await executor.run('report', 3)).toBe(3);
  });

  it('passes on what a job throws, name and message', async () => {
    const executor = opened(create());
    await expect(executor.run('refuse', 'no such day')).rejects.toMatchObject({
      name: 'InputError',
      message: 'no such day',
    });
    await expect(executor.run('rangeError', 0)).rejects.toThrow(RangeError);
    await expect(executor.run('custom', 0)).rejects.toMatchObject({ name: 'OddError', message: 'odd' });
    await expect(executor.run('nothing', 0)).rejects.toThrow(/no job named 'nothing': expected one of double, later/);
    expect(await executor.run('double', 1)).toBe(2);
  });

  it('rejects with what the listener of progress throws, and goes on', async () => {
    const executor = opened(create());
    const error = new Error('the screen is gone');
    const seen: number[] = [];
    const onProgress = ({ done }: Progress) => {
      seen.push(done);
      if (done === 2) throw error;
    };
    await expect(executor.run('report', 100, { onProgress })).rejects.toBe(error);
    expect(seen).toEqual([1, 2]);
    expect(await executor.run('double', 4)).toBe(8);
  });

  it('does not start a job that is aborted before', async () => {
    const executor = opened(create());
    const reason = new Error('not now');
    await expect(executor.run('double', 1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('runs nothing more once closed', async () => {
    const executor = create();
    await executor.run('double', 1);
    await executor.close();
    await executor.close();
    await expect(executor.run('double', 1)).rejects.toThrow('the executor is closed');
  });
});

describe('pool executor', () => {
  it('rebuilds InputError', async () => {
    const executor = opened(createPoolExecutor({ workerUrl, threads: 1 }));
    await expect(executor.run('refuse', 'bad')).rejects.toBeInstanceOf(InputError);
    await expect(executor.run('text', 0)).rejects.toThrow('just text');
  });

  it('works on several threads at once', async () => {
    const executor = opened(createPoolExecutor({ workerUrl, threads: 2 }));
    const threads = await Promise.all([executor.run<number>('thread', 0), executor.run<number>('thread', 0)]);
    expect(new Set(threads).size).toBe(2);
    expect(threads).not.toContain(0);
  });

  it('ends a job that never yields when it is aborted, and goes on', async () => {
    const executor = opened(createPoolExecutor({ workerUrl, threads: 1 }));
    const stop = new AbortController();
    const reason = new Error('enough');
    const spinning = executor.run('spin', 0, { signal: stop.signal, onProgress: () => stop.abort(reason) });
    await expect(spinning).rejects.toBe(reason);
    expect(await executor.run('double', 4)).toBe(8);
  });

  it('ends a job that never yields when the listener of progress throws', async () => {
    const executor = opened(createPoolExecutor({ workerUrl, threads: 1 }));
    const error = new Error('the screen is gone');
    const onProgress = () => {
      throw error;
    };
    await expect(executor.run('spin', 0, { onProgress })).rejects.toBe(error);
    expect(await executor.run('double', 4)).toBe(8);
  });

  it('fails the job of a thread that dies, and goes on', async () => {
    const executor = opened(createPoolExecutor({ workerUrl, threads: 1 }));
    await expect(executor.run('die', 0)).rejects.toThrow(/the worker thread of job 'die' failed: .*3/);
    expect(await executor.run('double', 4)).toBe(8);
  });

  it('stops what runs when it is closed', async () => {
    const executor = createPoolExecutor({ workerUrl, threads: 1 });
    let started = () => {};
    const spinning = new Promise<void>((resolve) => {
      started = resolve;
    });
    const job = executor.run('spin', 0, { onProgress: () => started() });
    const failure = expect(job).rejects.toThrow("job 'spin' was stopped: the executor is closed");
    await spinning;
    await executor.close();
    await failure;
  });

  it.each([0, 1.5, 257])('refuses %d threads', (threads) => {
    expect(() => createPoolExecutor({ workerUrl, threads })).toThrow(`threads is ${threads}`);
  });

  it('says that a worker file is missing', async () => {
    const executor = opened(createPoolExecutor({ workerUrl: new URL('file:///nowhere.mjs'), threads: 1 }));
    await expect(executor.run('double', 1)).rejects.toThrow(/the worker thread of job 'double' failed: .*nowhere/);
  });
});
