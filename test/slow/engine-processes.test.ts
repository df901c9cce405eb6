import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

async function runFixture(name: string, ...args: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL(`../engine/pool/fixtures/${name}.mjs`, import.meta.url));
  const { stdout, stderr } = await run(process.execPath, ['--expose-gc', script, ...args], { timeout: 50_000 });
  expect(stderr).toBe('');
  return stdout;
}

describe('what comes and goes leaves no thread and no memory behind', () => {
  it.each([
    ['objectives', 700],
    ['freshBatches', 700],
    ['freshSharedBatches', 700],
    ['engines', 350],
  ])('%s', async (name, megabytes) => {
    const { peak, left } = JSON.parse(await runFixture('leaks', name));
    expect(peak).toBeLessThan(megabytes);
    expect(left.threads).toBe(0);
    expect(left.megabytes).toBeLessThan(16);
    expect(left.resources.filter((resource: string) => /worker|message/i.test(resource))).toEqual([]);
  });
});

it('lets a script end that forgets to close its engine, once its call is done', async () => {
  expect(await runFixture('forgets-close')).toMatch(/^loss 0\.33\d+\n$/);
});
