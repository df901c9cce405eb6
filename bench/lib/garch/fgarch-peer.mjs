import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../peers/garch_peer.R', import.meta.url));

/** Fits by fGarch in a process of R's own: its version, likelihood and milliseconds of each fit, or why it was `skipped`. */
export function fitByFgarch(returns, law, steps) {
  const folder = mkdtempSync(join(tmpdir(), 'garch-'));
  try {
    const file = join(folder, 'returns.txt');
    writeFileSync(file, returns.join('\n'));
    const { error, status, stdout, stderr } = spawnSync('Rscript', [script, file, law, String(steps)], {
      encoding: 'utf8',
    });
    if (error?.code === 'ENOENT') return { skipped: 'not installed: Rscript' };
    if (error !== undefined || status !== 0) throw new Error(`Rscript ${script}: ${error?.message ?? stderr.trim()}`);
    const { missing, ...fitted } = JSON.parse(stdout.trim().split('\n').at(-1));
    return missing === undefined ? fitted : { skipped: `not installed: ${missing}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
