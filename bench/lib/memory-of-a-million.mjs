import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./million.mjs', import.meta.url));
const LIMIT_MEGABYTES = 1000;

/** Peak memory of training on a million paths: the whole process, its batch of 368 MB included. */
export async function measureMillion({ threads }) {
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(threads)]);
  const { peakMegabytes, milliseconds } = JSON.parse(stdout);
  return {
    case: 'million paths 3-32-32-1 30 steps',
    unit: 'MB at most',
    threads,
    ours: peakMegabytes,
    limit: LIMIT_MEGABYTES,
    millisecondsAStep: milliseconds,
  };
}
