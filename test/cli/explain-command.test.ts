import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDeepHedger } from '../../src/hedgers/deep/deep-hedger.ts';
import { saveDeepHedger } from '../../src/hedgers/deep/deep-hedger-files.ts';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import { createForecastAdjustedHedger } from '../../src/hedgers/forecast-adjusted.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import { createSwitcherHedger } from '../../src/hedgers/switcher.ts';
import { createWhalleyWilmottHedger } from '../../src/hedgers/whalley-wilmott.ts';
import { runCli, useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();
const out = () => ['--out', folder.path('out')];
const read = (...names: string[]) => readFileSync(folder.path(...names), 'utf8');

/** Saves a policy and runs the command on it. */
function explain(hedger: Hedger, ...argv: readonly string[]) {
  const file = folder.write('policy.json', JSON.stringify(hedger.toJSON()));
  return runCli(['explain', file, ...out(), ...argv]);
}

/** Rows of the map at the money with so many steps left. */
function rowAt(stepsLeft: number): readonly number[] {
  const rows = read('out', 'map.csv')
    .split('\n')
    .map((row) => row.split(',').map(Number));
  return rows.find(([steps, , moneyness]) => steps === stepsLeft && moneyness === 1)!;
}

const deep = createDeepHedger({
  hidden: [],
  weights: Float32Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
  scales: { yearsAtWriting: 21 / 252, logVolMean: Math.log(0.3), logVolSd: 0.2 },
  position: -1,
});
const switcher = createSwitcherHedger({
  name: 'switcher',
  detector: 'hmm',
  candidates: [createDeltaBandHedger({ halfWidth: 0.2 }), createDeltaBandHedger({ halfWidth: 0.02 })],
  assignment: [0, 1],
  guard: { minimumDwellDays: 5, probabilityThreshold: 0.7 },
});

describe('regime-hedge explain', () => {
  beforeEach(() => mkdirSync(folder.path('out')));

  it('maps a rule, at the usual contract and volatility unless told otherwise', async () => {
    const { code, stdout, stderr } = await explain(createDeltaBandHedger({ halfWidth: 0.05 }));
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^note: no configuration lies beside the policy: it is shown for .* 21-day call, at the money, written, at 10 bps; --set/,
    );
    expect(stdout).toMatch(
      /^policy 'delta-band': 21-day call, at the money, written; implied volatility 0\.2\n\n +21 steps left/,
    );
    expect(stdout).not.toContain('input');
    expect(stdout).toMatch(/\nmap: .*map\.csv\nband: .*band\.svg\nwidth: .*width\.svg\n$/);
    expect(readdirSync(folder.path('out')).sort()).toEqual(['band.svg', 'map.csv', 'width.svg']);
    const [, years, , lower, upper] = rowAt(21);
    expect(years).toBeCloseTo(21 / 252, 9);
    expect(upper - lower).toBeCloseTo(0.1, 9);
  });

  it('takes contract, costs and volatility from flags, and prints tables alone with --quiet', async () => {
    const hedger = createDeltaBandHedger({ halfWidth: 0.05 });
    const { code, stdout } = await explain(
      hedger,
      ...[
        '--quiet',
        '--vol',
        '0.5',
        '--set',
        'contract.tenorDays=3',
        '--set',
        'contract.side=long',
        '--set',
        'contract.type=put',
      ],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +3 steps left +2 steps left +1 step left\n *price [\s\S]* per contract\n$/);
    // A long put is hedged by holding the underlying: its delta is −N(−d1), d1 = vol √T / 2.
    expect(rowAt(3)[6]).toBeCloseTo(0.4891, 3);
  });

  it('explains a learned policy, with what its inputs do and the volatility of its training', async () => {
    await saveDeepHedger(folder.path('model'), deep);
    const { code, stdout } = await runCli(['explain', folder.path('model'), ...out()]);
    expect(code).toBe(0);
    expect(stdout).toContain('; implied volatility 0.3\n');
    const [header, ...rows] = read('out', 'attributions.csv').trim().split('\n');
    expect(header).toBe('input,mean,sd,centre,width');
    const moved = rows.map((row) => row.split(',')).filter(([, , , centre]) => Number(centre) > 0);
    // Paths of constant volatility do not move the one input that has a weight.
    expect(rows).toHaveLength(5);
    expect(moved).toEqual([]);
    const market =
      'market={ name: heston, initialVariance: 0.09, meanReversionAnnual: 2, longRunVariance: 0.09, volOfVol: 0.6, correlation: -0.7 }';
    const heston = await runCli(['explain', folder.path('model'), ...out(), '--set', market]);
    expect(heston.stdout).toMatch(/\ninput +moved by +centre +width\n +1 sd\nlog implied vol +\d/);
  });

  it('reads the configuration that a training left beside the model', async () => {
    await saveDeepHedger(folder.path('model'), deep);
    writeFileSync(
      folder.path('model', 'config.json'),
      JSON.stringify({ market: { name: 'gbm', volAnnual: 0.3 }, contract: { tenorDays: 8, daysPerStep: 2 } }),
    );
    const { stdout, stderr } = await runCli(['explain', folder.path('model'), ...out()]);
    expect(stderr).toBe('');
    expect(stdout).toContain("policy 'deep': 8-day call");
    expect(rowAt(4)[1]).toBeCloseTo(8 / 252, 9);
    const other = folder.write('other.yaml', 'market: { name: gbm, volAnnual: 0.3 }\ncontract: { tenorDays: 3 }\n');
    await runCli(['explain', folder.path('model'), ...out(), '--config', other]);
    expect(rowAt(3)[1]).toBeCloseTo(3 / 252, 9);
  });

  it('tells a rule of all proportional costs, as the backtester does', async () => {
    const ground = async (...argv: string[]) => {
      await explain(createWhalleyWilmottHedger({ riskAversion: 4 }), ...argv);
      const [, , , lower, upper] = rowAt(21);
      return upper - lower;
    };
    const spread = await ground('--set', 'costBps=10', '--set', 'frictions=[{ kind: half-spread, halfSpreadBps: 70 }]');
    expect(spread).toBeCloseTo(await ground('--set', 'costBps=80'), 9);
    expect(spread / (await ground('--set', 'costBps=10'))).toBeCloseTo(2, 6);
  });

  it('leaves no attributions of the policy that was explained before', async () => {
    await saveDeepHedger(folder.path('model'), deep);
    await runCli(['explain', folder.path('model'), ...out()]);
    await explain(createDeltaBandHedger({ halfWidth: 0.05 }));
    expect(readdirSync(folder.path('out')).sort()).toEqual(['band.svg', 'map.csv', 'width.svg']);
  });

  it('sets signals by --signal, by their means in the market, or a forecast by the implied volatility', async () => {
    const adjusted = createForecastAdjustedHedger({ weight: 1, halfWidth: 0.1 });
    expect((await explain(adjusted)).stdout).toContain('; implied volatility 0.2, forecastVol 0.2\n');
    expect((await explain(adjusted, '--signal', 'forecastVol=0.35')).stdout).toContain(', forecastVol 0.35\n');
    const regimes = ['--signal', 'regime.hmm.0=0.1', '--signal', 'regime.hmm.1=0.9'];
    await explain(switcher, ...regimes);
    expect(rowAt(21)[4] - rowAt(21)[3]).toBeCloseTo(0.04, 9);
  });

  it('says which past a path-dependent contract is shown with', async () => {
    const asian = 'contract.terms={ type: asian, option: call, average: arithmetic, strike: 1 }';
    const { stderr } = await explain(createDeltaBandHedger({ halfWidth: 0.05 }), '--set', asian);
    expect(stderr).toContain(
      'note: the asian is shown as if the price had stood at that of writing until the step of the map\n',
    );
  });

  it.each([
    [deep, ['--vol', '0'], '--vol 0: expected a volatility above 0'],
    [deep, ['--signal', 'forecastVol'], '--signal forecastVol: expected name=number'],
    [deep, ['--signal', 'a=b'], '--signal a=b: expected name=number'],
    [deep, ['--signal', 'variance=1'], "--signal variance=1: the policy 'deep' reads no signals"],
    [switcher, ['--signal', 'regime.hm.0=1'], 'did you mean regime.hmm.0?'],
    [
      switcher,
      [],
      "reads the signal 'regime.hmm.0', which the market gbm does not draw: give --signal regime.hmm.0=VALUE",
    ],
    [deep, ['--set', 'contract.tenorDay=3'], 'did you mean contract.tenorDays?'],
    [
      deep,
      ['--set', 'contract.terms={ type: asian, option: call, average: arithmetic, strike: 1 }'],
      'was trained on a contract with 0 columns of memory: this one (asian) has 1',
    ],
    [deep, ['--config', 'none.yaml'], 'none.yaml: no such configuration file'],
    [deep, ['--vl', '1'], 'Did you mean --vol?'],
  ])('refuses %# in one line', async (hedger, argv, says) => {
    const { code, stdout, stderr } = await explain(hedger, ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(readdirSync(folder.path('out'))).toEqual([]);
  });

  it.each([
    ['nothing', undefined, 'no such file or folder: expected the folder of a model'],
    ['a text', 'not JSON', 'no saved policy: it is not JSON'],
    ['another thing', '{"a":1}', 'of the unknown sort undefined: expected one of none, delta'],
    ['null', 'null', 'unknown sort'],
    ['a damaged policy', '{"kind":"deep","name":"d"}', "saved policy 'd': "],
  ])('refuses %s for a policy', async (_, text, says) => {
    const file = text === undefined ? folder.path('none') : folder.write('policy.json', text);
    const { code, stderr } = await runCli(['explain', file, ...out()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(existsSync(folder.path('out', 'map.csv'))).toBe(false);
  });

  it('refuses a folder that holds no model', async () => {
    const { code, stderr } = await runCli(['explain', folder.path('out'), ...out()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*out/);
  });
});
