import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/tensorflow-peer.mjs', import.meta.url));

/** TensorFlow.js on its CPU backend, in a process of its own. */
export async function startTensorFlow() {
  const process = await startPeer('node', [script]);
  if (process.hello.missing !== undefined)
    return { skipped: `not installed: ${process.hello.missing}`, stop: () => {} };
  return {
    isSlow: true,
    version: process.hello.version,
    async prepare({ request }) {
      const start = await process.ask({ ...request, op: 'prepare' });
      return {
        start,
        settings: { threads: 1 },
        run: async (count) => (await process.ask({ op: 'run', steps: count })).milliseconds,
      };
    },
    stop: () => process.stop(),
  };
}
