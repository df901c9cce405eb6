import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../src/backtest/ledger.ts';
import type { StopSignal } from '../../src/cli/dependencies.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { readDeepHedger } from '../../src/hedgers/deep/deep-hedger-files.ts';
import { trainDeepHedger } from '../../src/hedgers/deep/train-deep-hedger.ts';
import { streamSeed } from '../../src/math/random.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { runCli, useTemporaryFolder } from '../cli/run-cli.ts';

const folder = useTemporaryFolder();
const short = `
market: { name: gbm, volAnnual: 0.2 }
contract: { tenorDays: 5 }
network: { hidden: [8] }
training: { steps: 30, paths: 128, validateEvery: 10, validationPaths: 512 }
test: { paths: 600, bandWidths: [0, 0.05, 0.4] }
`;
const files = [
  'config.json',
  'model.json',
  'regime-hedge.json',
  'summary.json',
  'training.csv',
  'training.svg',
  'weights.bin',
];

/** Runs the command on a file of this text; `@out` becomes a path in the folder. */
function train(text: string, ...argv: readonly string[]) {
  const file = folder.write('policy.yaml', text);
  const words = argv.map((word) => word.replace(/^@/, `${folder.path()}/`));
  return runCli(['train', file, '--threads', '1', ...words]);
}

const read = (...names: string[]) => readFileSync(folder.path(...names), 'utf8');

// Threads load built files: `npm test` builds first.
const built = existsSync(new URL('../../dist/engine/pool/engine-worker.js', import.meta.url));

describe.skipIf(!built)('regime-hedge train', () => {
  it('prints the test, and writes the model with all that belongs to it', async () => {
    const { code, stdout, stderr } = await train(short, '--out', '@out');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ 33 % {2}training: loss 0\.\d+, validation 0\.\d+\n/);
    expect(stdout).toMatch(/^5-day call, at the money, written; 10 bps of .*, in the market gbm\n\npolicy +objective/);
    expect(stdout).toMatch(/\n(deep|delta-band) +0\.\d{4} +0\.0\d{3} /);
    expect(stdout).toContain('600 test paths of seed 8; those of training, validation');
    expect(stdout).toMatch(
      /\ntrained: 30 steps of 128 paths; kept are the weights of step [123]?0, validation 0\.\d+\nmodel: .*out\npicture: .*training\.svg\ntime: \d+ s\n$/,
    );
    expect(readdirSync(folder.path('out')).sort()).toEqual(files);
    const rows = read('out', 'training.csv').trim().split('\n');
    expect(rows[0]).toBe('step,loss,validation,learningRate');
    expect(rows[1]).toMatch(/^0,,0\.\d+,$/);
    expect(
      rows
        .slice(1)
        .filter((row) => row.split(',')[2] !== '')
        .map((row) => row.split(',')[0]),
    ).toEqual(['0', '10', '20', '30']);
    expect(rows).toHaveLength(32);
    const summary = JSON.parse(read('out', 'summary.json'));
    expect(summary.test.policies.map(({ name }: { name: string }) => name)).toEqual(['deep', 'delta-band', 'delta']);
    // Test paths are those of a seed and a stream of their own.
    const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 600, steps: 5, seed: 8, stream: ['test'] });
    const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });
    const pnl = pnlPercent(runHedger(createBlackScholesDeltaHedger(), paths, terms), paths.spot);
    expect(summary.test.policies[2].objective.value).toBeCloseTo(meanSd(1.5).value(pnl), 12);
    // The policy saved is that of the library, to the bit.
    const trained = trainDeepHedger({
      market: createGbm({ volAnnual: 0.2 }),
      contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 5, daysPerStep: 1 },
      underlying: plainUnderlying(0),
      frictions: [{ kind: 'proportional', costBps: 10 }],
      criterion: meanSd(1.5),
      hidden: [8],
      steps: 30,
      paths: 128,
      learningRate: 0.01,
      validateEvery: 10,
      validationPaths: 512,
      seed: 7,
    });
    expect((await readDeepHedger(folder.path('out'))).toJSON()).toEqual(trained.hedger.toJSON());
    expect(summary.trainings).toEqual([{ steps: 30, validation: trained.bestValidation }]);
  });

  it('prints the table alone with --quiet, the same again from the configuration that it wrote and on more threads', async () => {
    const one = await train(short, '--out', '@out', '--quiet');
    expect(one.stderr).toBe('');
    expect(one.stdout).toMatch(/^policy [\s\S]* of seed 7\.\n$/);
    const again = await runCli([
      'train',
      folder.path('out', 'config.json'),
      '--threads',
      '2',
      '--quiet',
      '--out',
      folder.path('two'),
    ]);
    expect(again).toEqual(one);
    for (const name of files.filter((each) => each !== 'summary.json'))
      expect(read('two', name), name).toBe(read('out', name));
    expect((await train(short, '--out', '@out', '--quiet', '--seed', '8')).stdout).not.toBe(one.stdout);
  });

  it('leaves a configuration that explain reads and that trains again, of any contract and settlement', async () => {
    const straddle = short
      .replace('{ tenorDays: 5 }', '{ tenorDays: 5, terms: { type: straddle, strike: 1 } }')
      .concat('unwinds: false\n');
    const { stdout } = await train(straddle, '--out', '@out');
    expect(stdout).toMatch(/^5-day straddle.*; 10 bps .*, nothing for the settlement at expiry, in the market gbm\n/);
    const map = await runCli(['explain', folder.path('out'), '--out', folder.path('map'), '--quiet']);
    expect([map.code, map.stderr]).toEqual([0, '']);
    const config = folder.path('out', 'config.json');
    const again = await runCli(['train', config, '--threads', '1', '--quiet', '--out', folder.path('two')]);
    expect(again.code).toBe(0);
    expect(read('two', 'weights.bin')).toBe(read('out', 'weights.bin'));
  });

  it('leaves such a configuration where it starts from the model of its own folder', async () => {
    const correction = short.replace('{ hidden: [8] }', '{ hidden: [8], head: correction }');
    await train(correction, '--out', '@out', '--quiet');
    const own = `${short.replace('network: { hidden: [8] }\n', '')}start: ${relative('.', folder.path('out'))}\n`;
    expect((await train(own, '--out', '@out', '--quiet')).code).toBe(0);
    const { start, network } = JSON.parse(read('out', 'config.json'));
    expect([start, network]).toEqual(['.', {}]);
    const config = folder.path('out', 'config.json');
    expect((await runCli(['train', config, '--threads', '1', '--quiet', '--out', folder.path('two')])).code).toBe(0);
  });

  it('leaves the members of the last ensemble alone, each with the seed that it was trained by', async () => {
    const ensemble = (members: number) =>
      train(short, '--out', '@out', '--quiet', '--set', `ensemble.members=${members}`);
    await ensemble(3);
    await ensemble(2);
    expect(readdirSync(folder.path('out')).filter((name) => name.startsWith('member'))).toEqual([
      'member-1',
      'member-2',
    ]);
    const seedOf = (member: number) => JSON.parse(read('out', `member-${member}`, 'regime-hedge.json')).training.seed;
    expect([seedOf(1), seedOf(2)]).toEqual([0, 1].map((member) => streamSeed(7, 'deep', 'ensemble', member)));
    writeFileSync(folder.path('out', 'training.checkpoint.1'), 'of an ensemble');
    expect((await train(short, '--out', '@out', '--quiet')).stderr).not.toContain('going on from');
    expect(readdirSync(folder.path('out')).sort()).toEqual(files);
  });

  it('goes on where it was stopped, to the same bits', async () => {
    await train(short, '--out', '@whole', '--quiet');
    const file = folder.write('policy.yaml', short);
    const argv = ['train', file, '--threads', '1', '--out', folder.path('out')];
    const checkpoint = folder.path('out', 'training.checkpoint');
    let stop: ((signal: StopSignal) => void) | undefined;
    const stopped = await runCli(argv, {
      onStopSignal: (listener) => {
        stop = listener;
        return () => {};
      },
      // The clock is read whenever progress is told: ten steps have been taken then.
      now: () => {
        if (existsSync(checkpoint)) {
          stop?.('SIGINT');
          // A second one would end the process.
          stop = undefined;
        }
        return 0;
      },
    });
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 130, stdout: '' });
    expect(stopped.stderr).toMatch(
      /^ 33 % {2}training.*\nstopped: the training so far is in .*training\.checkpoint; the same command goes on from there, with --fresh from the start\n$/,
    );
    expect(readdirSync(folder.path('out'))).toEqual(['training.checkpoint']);

    const other = await runCli([...argv, '--set', 'training.learningRate=0.02']);
    expect(other.code).toBe(2);
    expect(other.stderr.trim().split('\n').at(-1)).toMatch(
      /^error: .*: a checkpoint of another training: training\.learningRate is 0\.01: expected 0\.02; --fresh trains from the start, another --out keeps both$/,
    );

    const resumed = await runCli(argv);
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(/^note: going on from .*training\.checkpoint; --fresh trains from the start\n/);
    // Test paths are no part of the training: the first report is of step 20.
    expect(resumed.stderr).toContain(' 66 %  training');
    expect(readdirSync(folder.path('out')).sort()).toEqual(files);
    for (const name of files.filter((each) => each !== 'summary.json'))
      expect(read('out', name), name).toBe(read('whole', name));
  });

  it('leaves a checkpoint alone with --fresh', async () => {
    folder.write('policy.yaml', short);
    const first = await train(short, '--out', '@out', '--quiet');
    writeFileSync(folder.path('out', 'training.checkpoint'), 'damaged');
    const refused = await train(short, '--out', '@out', '--quiet');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'a damaged checkpoint: it is cut off or not JSON; --fresh trains from the start\n',
    );
    expect(await train(short, '--out', '@out', '--quiet', '--fresh')).toEqual(first);
  });

  it('starts from a saved model', async () => {
    await train(short, '--out', '@first', '--quiet');
    const more = short.replace('steps: 30', 'steps: 1');
    const { code } = await train(`${more}start: first\n`, '--out', '@second', '--quiet');
    expect(code).toBe(0);
    const [start, first] = ['second', 'first'].map((name) =>
      read(name, 'training.csv')
        .trim()
        .split('\n')
        .map((row) => Number(row.split(',')[2])),
    );
    const reached = Math.min(...first.slice(1).filter((value) => value > 0));
    expect(start[1]).toBeCloseTo(reached, 9);
    for (const [change, says] of [
      [
        'network.hidden=[9]',
        'line 7, column 8: start is .*first, which has layers .*"units":8.*: expected the training.s, .*"units":9',
      ],
      ['network.head=holding', 'which has head "band": expected the training.s, "holding"'],
      ['contract.side=long', 'which has position -1: expected the training.s, 1'],
      [
        'contract.terms={type: asian, option: call, average: arithmetic, strike: 1}',
        'which has memory 0: expected the training.s, 1',
      ],
      ['start=nowhere', 'nowhere'],
    ] as const) {
      const { code, stderr } = await train(`${more}start: first\n`, '--out', '@third', '--quiet', '--set', change);
      expect({ code, change }).toEqual({ code: 2, change });
      expect(stderr).toMatch(new RegExp(says));
    }
  });

  it.each([
    ['free-band', 'hidden: [8] }', {}],
    ['correction', 'layers: [{ kind: gru, units: 4 }] }', { head: 'correction', layers: [{ kind: 'gru', units: 4 }] }],
    [
      'holding',
      "hidden: [6], inputs: ['time left', 'variance', 'price 1', holding] }\nunwinds: false\ninstruments: [{ costBps: 5, terms: { kind: variance-swap, meanReversionAnnual: 2, longRunVariance: 0.04 } }]",
      { head: 'holding', inputs: ['time left', 'variance', 'price 1', 'holding'], references: [0] },
    ],
  ])('trains a %s in any market, with inputs, layers and instruments of the file', async (head, network, saved) => {
    const heston =
      'name: heston, initialVariance: 0.04, meanReversionAnnual: 2, longRunVariance: 0.04, volOfVol: 0.5, correlation: -0.7';
    const text = short
      .replace('hidden: [8] }', `head: ${head}, ${network}`)
      .replace('name: gbm, volAnnual: 0.2', heston);
    const { code, stderr } = await train(text, '--out', '@out', '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const hedger = await readDeepHedger(folder.path('out'));
    expect(hedger.toJSON()).toMatchObject(saved);
    const explained = await runCli(['explain', folder.path('out'), '--out', folder.path('map'), '--quiet']);
    if (head === 'holding') {
      expect(explained.stderr).toBe(
        "error: the policy 'deep' trades 2 instruments: expected one that trades the underlying alone\n",
      );
      return;
    }
    expect(explained.code).toBe(0);
    expect(explained.stderr).toBe(
      head === 'correction' ? 'note: the policy has a memory: it is shown as it answers at its first question\n' : '',
    );
    expect(explained.stdout).toMatch(/\nlog implied vol +\d/);
    const [, row] = read('map', 'map.csv')
      .split('\n')
      .map((line) => line.split(',').map(Number));
    expect(row[4] > row[3]).toBe(head === 'free-band');
  });

  it('trains an ensemble, each member in a folder of its own, and explains it', async () => {
    await train(short, '--out', '@out', '--quiet');
    const text = `${short}ensemble: { members: 2, disagreement: 1 }\n`;
    const { code, stdout, stderr } = await train(text, '--out', '@out');
    expect(code).toBe(0);
    expect(stderr).toMatch(/ training 2 of 2: loss|^.*training 1 of 2: loss/);
    expect(stdout).toMatch(/\ndeep-ensemble +0\.\d{4}/);
    expect(stdout).toMatch(
      /\nmember 1: 30 steps .*\nmember 2: 30 steps .*\nmodel: .*out\npicture: .*member-1.training\.svg\n/,
    );
    expect(readdirSync(folder.path('out')).sort()).toEqual([
      'config.json',
      'member-1',
      'member-2',
      'policy.json',
      'summary.json',
    ]);
    const members = await Promise.all([1, 2].map((member) => readDeepHedger(folder.path('out', `member-${member}`))));
    const saved = JSON.parse(read('out', 'policy.json'));
    expect(saved.members).toEqual(members.map((member) => member.toJSON()));
    expect(saved.disagreement).toBe(1);
    const explained = await runCli(['explain', folder.path('out'), '--out', folder.path('map')]);
    expect(explained.stdout).toMatch(
      /^policy 'deep-ensemble': 5-day call, at the money, written; implied volatility 0\.2\n/,
    );
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    const minutes = await train(text, '--out', '@out', '--set', 'training.minutes=1');
    expect(minutes.stderr).toMatch(
      /^error: --set training\.minutes=1: .* with ensemble\.members 2: the first would take them all/,
    );
  });

  it('ends by patience or by the clock, and says so with all that leaves the test in doubt', async () => {
    const text = `${short.replace('steps: 30', 'steps: 200, patience: 1, learningRate: 1')}
costBps: 300
frictions: [{ kind: fixed-fee, feePercent: 0.1 }]
`;
    const { stdout, stderr } = await train(text, '--out', '@out', '--quiet');
    expect(stdout).toMatch(/^policy/);
    expect(stderr).toMatch(
      /note: fixed-fee: what of it has no gradient is left out of training, and charged in the test\n/,
    );
    expect(stderr).toMatch(/note: training ended at step \d+ of 200, at the end of its patience\n/);
    expect(stderr).toMatch(/note: the best constant band is the widest of test\.bandWidths, 0\.4/);
    const clocked = await train(short, '--out', '@out', '--quiet', '--set', 'training.minutes=1e-9');
    expect(clocked.stderr).toContain('training ended at step 1 of 30, at the end of its patience or its minutes\n');
    expect(JSON.parse(read('out', 'summary.json')).trainings[0].steps).toBe(1);
  });

  it.each([
    ['--threads', '0', '--threads 0'],
    ['--seed', 'lucky', '--seed lucky: expected a whole number'],
    ['--set', 'training.stepz=3', 'did you mean training.steps?'],
    ['--set', 'network.head=band2', 'did you mean band?'],
    ['--set', 'network.layers=[{ kind: gru, units: 4 }]', 'network.layers is given beside network.hidden'],
    [
      '--set',
      'network.inputs=[time lef]',
      "network.inputs=[time lef]: inputs name 'time lef', which neither the contract nor the market has: did you mean 'time left'?",
    ],
    [
      '--set',
      'instruments=[{ terms: { kind: variance-swap, meanReversionAnnual: 1, longRunVariance: 0.04 } }]',
      "line 4, column 10: head is 'band' and instruments[0].reference is 0",
    ],
    ['--set', 'test.seed=7', '--set test.seed=7: test.seed is 7, as training.seed is: expected another'],
    ['--set', 'ensemble={ members: 2, disagreement: -1 }', 'expected a number >= 0'],
    ['--set', 'contract.daysPerStep=2', 'expected a divisor of contract.tenorDays, 5'],
    ['--set', 'contract.everyDays=2', 'unknown key contract.everyDays'],
    ['--set', 'underlying.foreignRateAnnual=0.1', 'goes with underlying.kind fx'],
    [
      '--set',
      'market={ name: bachelier, volMoneyAnnual: 20 }',
      'expected underlying.model bachelier, or another market',
    ],
    [
      '--set',
      'contract.terms={ type: barrier, option: call, knock: down-and-out, strike: 1, barrier: 1.1 }',
      'knocked out when written',
    ],
    [
      '--set',
      'frictions=[{ kind: half-spread, signal: s }]',
      "frictions.0.signal is 's': simulated markets draw no half-spreads",
    ],
    ['--set', 'frictions=[{ kind: delay, delaySteps: 5 }]', 'expected fewer than the 5 hedging steps'],
    ['--out', '@policy.yaml/x', 'a part of the path is a file'],
    ['--frsh', '3', 'Did you mean --fresh?'],
  ])('refuses %s %s in one line', async (flag, value, says) => {
    const { code, stdout, stderr } = await train(short, '--out', '@out', flag, value);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(readdirSync(folder.path())).toEqual(['policy.yaml']);
  });

  it.each([
    ['training: { steps: 3 }', ['market is missing']],
    [`${short}contract: {}`, ['unreadable YAML']],
    [short.replace('gbm, volAnnual: 0.2', 'gbm'), ['line 2, column 9', 'needs volAnnual, or daily bars', 'data.bars']],
    [
      short.replace('tenorDays: 5', 'tenorDays: 5, type: put, terms: { type: call, strike: 1 }'),
      ['line 3, column 33', 'one or the other'],
    ],
    [short.replace('steps: 30', 'steps: 30, learningRate: 1e30'), ['a lower learning rate or smaller inputs may help']],
  ])('refuses %j in one line', async (text, says) => {
    const { code, stdout, stderr } = await train(text, '--out', '@out', '--quiet');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    for (const words of says) expect(stderr).toContain(words);
  });

  it('trains the example of the documentation in seconds', async () => {
    const example = fileURLToPath(new URL('../../examples/policies/band.yaml', import.meta.url));
    const argv = [
      'train',
      example,
      '--out',
      folder.path('band'),
      '--quiet',
      '--set',
      'training.steps=10',
      '--set',
      'test.paths=500',
    ];
    expect(await runCli(argv)).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(note: .*\n)*$/) });
  });
});
