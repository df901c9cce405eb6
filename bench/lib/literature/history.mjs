import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { furtherDeepPolicies, furtherPolicies, mainPolicies } from '../../../dist/backtest/policy-names.js';

// Every policy that bars alone can tell of (those of half-spreads left out), walk-forward on the bundled S&P 500, as the main job compares its eight.
const ofBars = furtherPolicies.filter((name) => name !== 'liquidity-forecast');
const include = [...mainPolicies, ...ofBars, ...furtherDeepPolicies];
const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

function historyCase(costBps) {
  const name = `history ${costBps} bps`;

  async function run({ pace, say, signal }) {
    const folder = mkdtempSync(join(tmpdir(), 'regime-hedge-'));
    try {
      const config = join(folder, 'config.json');
      const out = join(folder, 'out');
      const quick = {
        data: { from: '2018-01-02' },
        contract: { everyDays: 21 },
        walkForward: { firstFitYears: 10, refitYears: 5 },
      };
      writeFileSync(config, JSON.stringify({ costBps, policies: { include }, ...(!pace.isFull && quick) }));
      const start = performance.now();
      say('walk-forward');
      await runNode([main, 'backtest', config, '--quiet', '--out', out], signal);
      const seconds = (performance.now() - start) / 1e3;
      return rowsOf(name, costBps, JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')), seconds);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  return { name, run };
}

function rowsOf(name, costBps, { manifest, policies }, seconds) {
  const band = policies.find((policy) => policy.name === 'delta-band').uncertainty.objective.value;
  return policies.map((policy) => {
    const { objective, objectiveVersusBand } = policy.uncertainty;
    return {
      case: name,
      policy: policy.name,
      unit: '% of spot',
      ours: objective.value,
      stderr: objective.stderr,
      published: null,
      band,
      againstBand: { value: objectiveVersusBand.value, error: objectiveVersusBand.stderr },
      interval: [objectiveVersusBand.low, objectiveVersusBand.high],
      trainSeconds: null,
      settings: { costBps, include, episodes: manifest.data.episodes, seed: manifest.seed, seconds },
    };
  });
}

function runNode(args, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], signal });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`backtest ended with ${code}: ${errors.trim()}`));
    });
  });
}

export const historyCases = [2, 10, 50].map(historyCase);

/** Policies by row, costs by column, in the order of the middle cost. */
export function renderHistory(rows) {
  const cases = [...new Set(rows.map((row) => row.case))];
  const of = (name, policy) => rows.find((row) => row.case === name && row.policy === policy);
  const middle = cases[Math.floor(cases.length / 2)];
  const order = rows.filter((row) => row.case === middle).sort((a, b) => a.ours - b.ours);
  const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
  return [
    ['policy', ...cases.map((name) => name.replace('history ', ''))],
    ['---', ...cases.map(() => '--:')],
    ...order.map(({ policy }) => [
      policy,
      ...cases.map((name) => {
        const row = of(name, policy);
        if (row === undefined) return '';
        const { ours, againstBand, interval } = row;
        if (policy === 'delta-band') return ours.toFixed(3);
        return `${ours.toFixed(3)} (${signed(againstBand.value)} [${interval.map(signed).join(', ')}])`;
      }),
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
