import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from './run-cli.ts';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = useTemporaryFolder();

// Needs the built command: `npm test` builds first.
describe.skipIf(!existsSync(command))('the built command', () => {
  it('stops at Ctrl-C with 130 and leaves the previous report whole', async () => {
    mkdirSync(folder.path('out'));
    const files = ['results.json', 'report.html'];
    const out = folder.path('out');
    for (const name of files) writeFileSync(folder.path('out', name), `the previous ${name}`);

    const child = spawn(process.execPath, [command, 'backtest', '--threads', '1', '--out', out]);
    const stderr = collect(child);
    const stopped = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stderr.on('data', () => {
      if (!child.killed && stderr().includes('%')) child.kill('SIGINT');
    });

    expect(await stopped).toBe(130);
    expect(stderr()).toMatch(
      /^ +\d+ % [^\n]+\n(.*\n)*stopped: nothing was written, the previous report is untouched\n$/,
    );
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    for (const name of files) expect(readFileSync(folder.path('out', name), 'utf8')).toBe(`the previous ${name}`);
  });
});

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}
