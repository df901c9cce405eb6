import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPeer } from '../peer-process.mjs';

const at = (path) => fileURLToPath(new URL(`../../peers/${path}`, import.meta.url));
const debianPython = '/usr/bin/python3';
const python = existsSync(debianPython) ? debianPython : 'python3';

const commands = {
  'hidden-markov-model-tf': [process.execPath, [at('hidden-markov-model-tf/peer.mjs')]],
  statsmodels: [python, [at('regimes_peer.py'), 'statsmodels']],
  'scikit-learn': [python, [at('regimes_peer.py'), 'scikit-learn']],
};

/** Starts the peers by name; one that is not installed has `skipped` with the reason. */
export async function startRegimePeers() {
  const started = await Promise.all(
    Object.entries(commands).map(async ([name, [command, args]]) => {
      const peer = await startPeer(command, args, { PYTHONDONTWRITEBYTECODE: '1' });
      const { missing, version } = peer.hello;
      return [name, missing === undefined ? { ...peer, version } : { ...peer, skipped: `not installed: ${missing}` }];
    }),
  );
  return Object.fromEntries(started);
}
