import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/quantlib_implied_vol.py', import.meta.url));
const debianPython = '/usr/bin/python3';

/** Formulations, by model; each is tried, the fastest measured. */
const forms = { black: ['comprehension', 'map', 'li-rs'], bachelier: ['comprehension', 'map'] };

/** QuantLib's Python bindings, in a process of their own. */
export async function startQuantlib() {
  const python = existsSync(debianPython) ? debianPython : 'python3';
  const peer = await startPeer(python, [script], { PYTHONDONTWRITEBYTECODE: '1' });
  if (peer.hello.missing !== undefined) return { skipped: `not installed: ${peer.hello.missing}`, stop: () => {} };
  return {
    version: peer.hello.version,
    async prepare({ model, forward, years }, quotes) {
      const base64 = (column) => Buffer.from(new Float64Array(column).buffer).toString('base64');
      const columns = { price: base64(quotes.price), strike: base64(quotes.strike), vol: base64(quotes.vol) };
      await peer.ask({ op: 'prepare', model, forward, years, calls: quotes.calls, columns });
      const contest = [];
      for (const form of forms[model]) {
        const { milliseconds, largestError, failures } = await peer.ask({ op: 'run', form, steps: 1 });
        contest.push({ form, milliseconds: milliseconds[0], largestError, failures });
      }
      const [{ form, largestError, failures }] = contest.toSorted((a, b) => a.milliseconds - b.milliseconds);
      const run = async (count) => (await peer.ask({ op: 'run', form, steps: count })).milliseconds;
      return { run, settings: { form, threads: 1 }, peerLargestError: largestError, peerFailures: failures, contest };
    },
    stop: () => peer.stop(),
  };
}
