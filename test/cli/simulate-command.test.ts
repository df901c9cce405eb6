import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StopSignal } from '../../src/cli/dependencies.ts';
import { hestonImpliedVols } from '../../src/contracts/heston-price.ts';
import { readTable } from '../../src/market/read-table.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { runCli, useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();
const bars = fileURLToPath(new URL('../../data/sp500.csv', import.meta.url));
const gbm = 'market: { name: gbm, volAnnual: 0.2 }\nsteps: 4\n';
const few = ['--paths', '300', '--threads', '1'];

/** Runs the command on a file of this text; `@out` becomes a path in the folder. */
function simulate(text: string, ...argv: readonly string[]) {
  const file = folder.write('market.yaml', text);
  return runCli(['simulate', file, ...argv.map((word) => word.replace(/^@/, `${folder.path()}/`))]);
}

// Threads load built files: `npm test` builds first.
const built = existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url));

describe.skipIf(!built)('regime-hedge simulate', () => {
  it('prints the moments, and what it wrote where', async () => {
    const { code, stdout, stderr } = await simulate(gbm, ...few, '--out', '@paths.csv');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '100 %  paths\n' });
    expect(stdout).toMatch(/^step +years +mean .*\n +1 +0\.004 .*\n( .*\n){2} +4 +0\.016 +[01]\.\d+ /);
    expect(stdout).toMatch(/\npaths: .*paths\.csv\npicture: .*paths\.svg\ntime: \d+ s\n$/);
    expect(readdirSync(folder.path()).sort()).toEqual(['market.yaml', 'paths.csv', 'paths.svg']);
    const { rows } = await readTable(folder.path('paths.csv'));
    expect(rows).toHaveLength(300 * 5);
    const { spot } = createGbm({ volAnnual: 0.2 }).simulate({ paths: 300, steps: 4, seed: 7, stream: ['simulate'] });
    expect(Number(rows[7 * 5 + 4][2])).toBeCloseTo(spot[4 * 300 + 7], 6);
  });

  it('prints the table alone with --quiet, the same for every number of threads', async () => {
    const one = await simulate(gbm, '--paths', '40000', '--threads', '1', '--quiet');
    expect(one.stderr).toBe('');
    expect(one.stdout).toMatch(/^step [\s\S]*implied vol\n$/);
    expect(await simulate(gbm, '--paths', '40000', '--threads', '2', '--quiet')).toEqual(one);
    expect((await simulate(gbm, ...few, '--quiet', '--seed', '8')).stdout).not.toBe(
      (await simulate(gbm, ...few, '--quiet')).stdout,
    );
  });

  it('fits a market to bars, named from the folder of the file or by --set', async () => {
    const { code, stdout } = await simulate(
      'market: { name: gjr-garch }\nsteps: 3\n',
      '--set',
      `data.bars=${bars}`,
      ...few,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^fitted to 5104 daily returns: gjr-garch\nlog-likelihood [\d,.]+, AIC /);
    writeFileSync(folder.path('own.csv'), readFileSync(bars, 'utf8').split('\n').slice(0, 900).join('\n'));
    const own = await simulate('market: { name: gbm }\ndata: { bars: own.csv }\nsteps: 3\n', ...few);
    expect(own.stdout).toMatch(/^fitted to 898 daily returns: gbm\n/);
  });

  it('fits a market to quotes', async () => {
    const parameters = {
      initialVariance: 0.04,
      meanReversionAnnual: 2,
      longRunVariance: 0.05,
      volOfVol: 0.6,
      correlation: -0.6,
    };
    const moneyness = [0.9, 1, 1.1];
    const lines = [0.1, 0.5].flatMap((years) => {
      const vols = hestonImpliedVols(moneyness.map(Math.log), years, parameters);
      return moneyness.map((strike, i) => `${years},${strike},${vols[i]}`);
    });
    folder.write('quotes.csv', `years,moneyness,impliedVol\n${lines.join('\n')}\n`);
    const { code, stdout } = await simulate(
      'market: { name: heston }\ndata: { quotes: quotes.csv }\nsteps: 3\n',
      ...few,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^fitted to 6 implied volatilities: heston\nerror 0\.00\d volatility points/);
    expect(stdout).toMatch(/initialVariance 0\.0(4|39|40)/);
  });

  it.each([
    ['--paths', '0', '--paths 0: expected a whole number of 1 or more'],
    ['--paths', 'many', '--paths many'],
    ['--out', '@none/paths.csv', 'its folder does not exist'],
    ['--out', '@paths.txt', '.csv or .parquet'],
    ['--out', '@paths', '.csv or .parquet'],
    ['--threads', '0', '--threads 0'],
    ['--seed', 'lucky', '--seed lucky: expected a whole number'],
    ['--set', 'stepz=3', 'did you mean steps?'],
    ['--set', 'market.vol=3', 'did you mean market.volAnnual?'],
    ['--set', 'data.barz=a', 'did you mean data.bars?'],
    ['--pths', '3', 'Did you mean --paths?'],
  ])('refuses %s %s in one line', async (flag, value, says) => {
    const { code, stdout, stderr } = await simulate(gbm, flag, value);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(readdirSync(folder.path())).toEqual(['market.yaml']);
  });

  it.each([
    ['market: { name: hestn }', ['line 1, column 17', 'did you mean heston?']],
    ['market: { name: gbm, volanual: 1 }', ['line 1, column 22', 'did you mean market.volAnnual?']],
    ['steps: 4', ['market is missing']],
    [`${gbm}step: 3`, ['line 3, column 1', 'did you mean steps?']],
    [`${gbm}sampling: sobl`, ['line 3, column 11', 'did you mean sobol?']],
    [`${gbm}antithetic: true\nsampling: sobol`, ['line 3, column 13', 'one or the other']],
    ['market: { name: gbm, volAnnual: -1 }', ['line 1, column 33', 'a number > 0']],
    ['market: { name: heston, volOfVol: 2 }', ['line 1, column 9', 'but not initialVariance', 'data.quotes']],
    ['market: { name: gbm }', ['line 1, column 9', 'needs volAnnual, or daily bars', 'data.bars']],
    ['market: { name: gbm }\ndata: { bars: none.csv }', ['none.csv', 'no such file']],
    [`market: { name: block-bootstrap }\ndata: { bars: ${bars} }\nantithetic: true`, ['line 3', 'mirrored']],
    ['market: { name: gjr-garch, omega: 1e-6, alpha: 0.5, gamma: 0, beta: 0.9 }', ['line 1', 'persistence below 1']],
    ['market: { name: sabr }\ndata: { quotes: q.csv }', ['q.csv', 'line 1', "'impliedVol'"]],
    ['market: { name: sabr }\ndata: { quotes: empty.csv }', ['empty.csv', 'one row a quote']],
    ...[
      ['-0.25,1,0.2,1', 'column years: years is -0.25'],
      ['0.25,90,0.2,1', 'column moneyness: moneyness is 90: expected strike over forward, such as 0.9'],
      ['0.25,1,25,1', 'column impliedVol: impliedVol is 25: expected a decimal above 0, such as 0.25'],
      ['0.25,1,0.2,-1', 'column weight: weight is -1'],
    ].map(([line, says]): [string, string[]] => [
      `market: { name: heston }\ndata: { quotes: bad.csv }\n# ${line}`,
      ['bad.csv, line 3', says],
    ]),
    ['market: { name: gbm }\ndata: { bars: oil.csv }', ['oil.csv, line 3', 'set data.priceShift above 37.63, and the']],
    [`${gbm}data: { bars: oil.csv }`, ['line 3, column 15: data.bars is given', 'leave it out, or volAnnual']],
    [`${gbm}data: { quotes: oil.csv }`, ['line 3, column 17: data.quotes is given']],
    ['market: { name: gbm }\ndata: { impliedVol: oil.csv }', ['data.impliedVol is given without data.bars']],
    ['market: { name: gbm }\ndata: { priceShift: 5 }', ['data.priceShift is given without data.bars']],
    [
      'market: { name: filtered-history }\ndata: { bars: oil.csv, impliedVol: oil.csv, priceShift: 50 }',
      ['line 2, column 36: data.impliedVol is given with data.priceShift'],
    ],
    [
      `market: { name: gbm, driftAnnual: 0.1 }\ndata: { bars: ${bars} }`,
      ['line 1, column 9: market gbm is fitted, and driftAnnual has no effect then'],
    ],
    [
      `market: { name: block-bootstrap }\ndata: { bars: own.csv }\nsampling: sobol`,
      ["line 3, column 11: sampling is 'sobol': the market 'block-bootstrap' has pseudo-random alone"],
    ],
    ['market: { name: gbm, volAnnual: 1e6 }', ['market.volAnnual is 1000000: expected a number > 0 and <= 100']],
  ])('refuses %j in one line', async (text, says) => {
    folder.write('q.csv', 'years,moneyness,vol\n0.1,1,0.2\n');
    folder.write('empty.csv', '');
    folder.write('bad.csv', `years,moneyness,impliedVol,weight\n0.1,1,0.2,1\n${text.split('# ')[1]}\n`);
    folder.write('oil.csv', 'date,open,high,low,close\n2020-04-17,18,19,17,18\n2020-04-20,-37.63,18,-40,-37.63\n');
    folder.write('own.csv', readFileSync(bars, 'utf8').split('\n').slice(0, 700).join('\n'));
    const { code, stdout, stderr } = await simulate(text, ...few);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    for (const words of says) expect(stderr).toContain(words);
  });

  it('fits to shifted prices where futures settled below 0, and says so', async () => {
    const lines = Array.from({ length: 300 }, (_, day) => {
      const price = (20 * Math.cos(0.3 * day) + 3 * Math.sin(1.7 * day)).toFixed(2);
      return `${new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10)},${price},${price},${price},${price}`;
    });
    folder.write('oil.csv', `date,open,high,low,close\n${lines.join('\n')}\n`);
    const text = 'market: { name: gbm }\ndata: { bars: oil.csv, priceShift: 50 }\n';
    const { code, stdout, stderr } = await simulate(text, ...few, '--quiet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^step /);
    expect(stderr).toContain('note: all prices are shifted by 50: the paths are those of the shifted prices\n');
  });

  it('tells what the data leave in doubt on standard error, with --quiet too', async () => {
    writeFileSync(folder.path('own.csv'), readFileSync(bars, 'utf8').split('\n').slice(0, 900).join('\n'));
    const text = 'market: { name: gbm }\ndata: { bars: own.csv, impliedVol: none.csv, quotes: none.csv }\nsteps: 3\n';
    const loud = await simulate(text, ...few);
    const quiet = await simulate(text, ...few, '--quiet');
    expect(loud.stdout).not.toContain('note: ');
    expect(quiet.stdout).toMatch(/^step /);
    const notes = loud.stderr.split('\n').filter((line) => line.startsWith('note: '));
    expect(quiet.stderr).toBe(`${notes.join('\n')}\n`);
    expect(notes.slice(0, 2)).toEqual([
      'note: data.impliedVol is not read: the market gbm is fitted to closes alone',
      'note: data.quotes is not read: the market gbm is fitted to data.bars',
    ]);
    expect(notes.slice(2).join()).toContain('which the market does not draw');
  });

  it.each([
    ['market: { name: gbm, volAnnual: 50 }', /^note: a single path makes up \d+ % of the mean of the last price/],
    [
      'market: { name: sabr, volAnnual: 0.2, correlation: 0.6, volOfVol: 2 }',
      /^note: with beta 1 and a positive correlation the price is no martingale/,
    ],
  ])('warns of %s', async (text, says) => {
    expect((await simulate(text, '--paths', '2000', '--threads', '1', '--quiet')).stderr).toMatch(says);
  });

  it('asks for an even number of antithetic paths', async () => {
    const { stderr } = await simulate(`${gbm}antithetic: true`, '--paths', '3');
    expect(stderr).toBe('error: --paths 3: expected an even number, since antithetic paths come in pairs\n');
  });

  it.each(['paths.csv', 'paths.parquet'])('leaves what stood there when it is stopped, %s', async (name) => {
    folder.write(name, 'the previous paths');
    const file = folder.write('market.yaml', gbm);
    let stop: (signal: StopSignal) => void = () => {};
    const chunks: string[] = [];
    const argv = ['simulate', file, '--paths', '1e6', '--threads', '1', '--out', folder.path(name)];
    const { code, stdout, stderr } = await runCli(argv, {
      onStopSignal: (listener) => {
        stop = listener;
        return () => {};
      },
      // The clock is read whenever progress is told: the first batch has been drawn then.
      now: () => {
        if (readdirSync(folder.path()).some((entry) => entry.endsWith('.tmp'))) stop('SIGINT');
        return chunks.push('') * 1000;
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/stopped: nothing was written\n$/);
    expect(readdirSync(folder.path()).sort()).toEqual(['market.yaml', name].sort());
    expect(readFileSync(folder.path(name), 'utf8')).toBe('the previous paths');
  });
});
