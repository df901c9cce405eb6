import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A float32 array as peers read it. */
export function packArray(values, shape) {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { shape, base64: bytes.toString('base64') };
}

/**
 * Starts a peer, which speaks in lines of JSON. `hello` is its first line; it has `missing` where the peer is not
 * installed.
 */
export async function startPeer(command, args, environment = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  let ended = false;
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  const exit = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(`it ended with ${signal ?? code}. ${complaint.trim()}`));
  }).then((reason) => {
    ended = true;
    return { ended: reason };
  });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const line = lines.next().then(({ value, done }) => (done ? exit : JSON.parse(value)));
    return Promise.race([line, exit]);
  };
  const hello = await nextLine();
  return {
    hello: hello.ended === undefined ? hello : { missing: hello.ended },
    /** The reply to a request; throws when the peer fails. */
    async ask(request) {
      if (!ended) child.stdin.write(`${JSON.stringify(request)}\n`);
      const reply = await nextLine();
      const error = reply.error ?? reply.ended;
      if (error !== undefined) throw new Error(`${command} ${args.join(' ')}: ${error}`);
      return reply;
    },
    async stop() {
      child.stdin.end();
      child.kill();
      await exit;
    },
  };
}
