import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);

/** Runs a script of fixtures/ in a process of its own, on the built library, and gives what it prints, as JSON. */
export async function runFixture(name: string, ...flags: readonly string[]): Promise<unknown> {
  const script = fileURLToPath(new URL(`./fixtures/${name}.mjs`, import.meta.url));
  const { stdout, stderr } = await run(process.execPath, [...flags, script]);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}
