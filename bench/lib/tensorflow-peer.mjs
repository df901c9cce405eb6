import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/tensorflow-peer.mjs', import.meta.url));

/** TensorFlow.js on its CPU backend, in a process of its own. */
export async function startTensorFlow() {
  const peer = await startPeer(process.execPath, [script]);
  if (peer.hello.missing !== undefined) return { skipped: `not installed: ${peer.hello.missing}`, stop: () => {} };
  return {
    isSlow: true,
    version: peer.hello.version,
    async prepare({ request }) {
      const start = await peer.ask({ ...request, op: 'prepare' });
      const run = async (count) => (await peer.ask({ op: 'run', steps: count })).milliseconds;
      return { entrants: [{ start, settings: { threads: 1 }, run }] };
    },
    stop: () => peer.stop(),
  };
}
