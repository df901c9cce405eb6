import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFiles } from '../../market/temp-files.ts';

const files = temporaryFiles();
const script = fileURLToPath(new URL('fixtures/train-until-killed.mjs', import.meta.url));

/** Runs a training of 60 steps in a process of its own, which gets a signal in the middle of one. */
async function run(path: string, killing?: { readonly at: number; readonly signal: NodeJS.Signals }) {
  const child = spawn(process.execPath, [script, path, String(killing?.at)], {
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
    expect(await run(path, { at: 17, signal: 'SIGKILL' })).toEqual({ from: 0, last: 'step 17', diedOf: 'SIGKILL' });
    // The last checkpoint was taken after 15 steps.
    const interrupted = await run(path, { at: 40, signal: 'SIGINT' });
    expect(interrupted).toEqual({ from: 15, last: 'stopped by SIGINT', diedOf: null });
    const resumed = await run(path);
    expect(resumed.from).toBe(41);
    expect(resumed.last).toBe(unbroken.last);
  });
});
