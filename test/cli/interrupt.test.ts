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

describe.skipIf(!existsSync(command))('regime-hedge price with very many paths', () => {
  it('shows how far it is, and stops at Ctrl-C', async () => {
    const file = folder.write(
      'asian.yaml',
      'contract: { type: asian, option: call, average: arithmetic, strike: 100 }\nspot: 100\nyears: 0.5\nvol: 0.2\npaths: 1000000000\n',
    );
    const child = spawn(process.execPath, [command, 'price', file]);
    const stderr = collect(child);
    const stopped = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stderr.on('data', () => {
      if (!child.killed && stderr().includes('%')) child.kill('SIGINT');
    });
    expect(await stopped).toBe(130);
    expect(stderr()).toMatch(/^ +0 % {2}paths[^\n]*\nstopped: nothing was written\n$/);
  });
});

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}
