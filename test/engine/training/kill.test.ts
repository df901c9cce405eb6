import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { temporaryFiles } from '../../market/temp-files.ts';

const files = temporaryFiles();
const script = new URL('fixtures/train-slowly.mjs', import.meta.url).pathname;

/** Runs a training of 60 steps in a process of its own, which gets a signal once it has begun a step. */
async function run(path: string, killing?: { readonly at: number; readonly signal: NodeJS.Signals }) {
  const child = spawn(process.execPath, [script, path, killing === undefined ? '0' : '10'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (killing !== undefined && line === `step ${killing.at}`) child.kill(killing.signal);
  }
  return {
    from: Number(lines[0].replace('from ', '')),
    last: lines.at(-1) ?? '',
    diedOf: await exited,
  };
}

describe('a training in a process that is killed', () => {
  it('ends bit-identical to an unbroken one when it is started again', async () => {
    const unbroken = await run(`${files.folder}/unbroken.checkpoint`);
    expect(unbroken).toMatchObject({
      from: 0,
      last: expect.stringMatching(/^end [0-9a-f]{24} [0-9a-f]+ [0-9a-f]{16} 60$/),
    });

    const path = `${files.folder}/killed.checkpoint`;
    const killed = await run(path, { at: 17, signal: 'SIGKILL' });
    expect(killed).toMatchObject({ from: 0, last: expect.stringContaining('step '), diedOf: 'SIGKILL' });
    const interrupted = await run(path, { at: 40, signal: 'SIGINT' });
    expect(interrupted.from).toBeGreaterThanOrEqual(15);
    expect(interrupted.from % 3).toBe(0);
    expect(interrupted).toMatchObject({ last: 'stopped by SIGINT', diedOf: null });
    const resumed = await run(path);
    expect(resumed.from).toBeGreaterThanOrEqual(41);
    expect(resumed.from).toBeLessThan(60);
    expect(resumed.last).toBe(unbroken.last);
  });
});
