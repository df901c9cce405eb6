import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StopSignal } from '../../src/cli/dependencies.ts';
import { type CliOutcome, captureStream, runCli, useTemporaryFolder } from './run-cli.ts';
import { barsText, cellsOf } from './turning-bars.ts';

const folder = useTemporaryFolder();
const read = (name: string) => readFileSync(folder.path('out', name), 'utf8');

// Threads load built files: `npm test` builds first.
const built = existsSync(new URL('../../dist/forecast/worker.js', import.meta.url));

const quick = [
  ...['--horizons', '1,5', '--set', 'walkForward.firstFitDays=240', '--set', 'walkForward.refitEveryDays=120'],
  ...['--set', 'forecasters=[{ name: ewma }, { name: har }]', '--set', 'replications=100'],
  ...['--set', 'intervals.fewestErrors=60', '--set', 'regimes.detector={ name: hmm, states: 2, restarts: 2 }'],
  ...['--set', 'value.everyDays=20', '--threads', '1'],
];
const results = ['comparison.csv', 'forecast.csv', 'forecast.json', 'forecast.svg'];

/** Runs the command on made-up bars of so many days. */
function forecast(days: number, ...argv: readonly string[]) {
  const file = folder.write('bars.csv', barsText(days));
  // A clock that stands still: progress is told of long walks alone.
  return runCli(['forecast', '--data', file, '--out', folder.path('out'), ...argv], { now: () => 0 });
}

let done: Promise<{ outcome: CliOutcome; files: Readonly<Record<string, string>> }> | undefined;

/** The run that most tests look at, made once. */
function usualRun() {
  done ??= forecast(700, ...quick).then((outcome) => {
    expect(outcome.stderr).toMatch(/^note: the options hedged are written at modelled implied volatility.*\n$/);
    expect(readdirSync(folder.path('out')).sort()).toEqual(
      [...results.slice(0, 1), 'fits', ...results.slice(1)].sort(),
    );
    return { outcome, files: Object.fromEntries(results.map((name) => [name, read(name)])) };
  });
  return done;
}

describe.skipIf(!built)('regime-hedge forecast', () => {
  it('prints the forecasts at the last close, scores, regimes and worth', async () => {
    const { code, stdout } = (await usualRun()).outcome;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Bars\.csv: 3 forecasts of squared-return variance, 1, 5 days ahead\n\nVolatility ahead at the/,
    );
    expect(stdout).toMatch(/\n1 day +\d+\.\d +\d+\.\d +\d+\.\d /);
    expect(stdout).toMatch(/\n1 day ahead: \d+ days, .*\nforecaster +QLIKE +±/);
    expect(stdout).toMatch(/\nQLIKE by regime at the close of the forecast: 0 calm \d+ %, 1 turbulent \d+ % of days\n/);
    expect(stdout).toMatch(/\nWorth to a hedge: \d+ short calls of 21 days, 10 bp a trade\n/);
    expect(stdout).toMatch(/Chosen \(\*\): (ewma|har|combined), .* on all days/s);
    expect(stdout).toMatch(
      /\nforecasts: .*\nscores: .*\npicture: .*\nfigures: .*\nfitted models: .*fits\ntime: \d+ s\n$/,
    );
    for (const line of stdout.split('\nforecasts:')[0].split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
  });

  it('writes a row for each day and horizon, the outcome only where the days are over', async () => {
    const [header, ...rows] = cellsOf((await usualRun()).files['forecast.csv']);
    expect(header.join()).toBe('date,horizonDays,realised,low,high,ewma,har,combined');
    expect(rows).toHaveLength(2 * (700 - 239));
    const open = rows.slice(-2);
    expect(open.map(([, days, realised]) => [days, realised])).toEqual([
      ['1', ''],
      ['5', ''],
    ]);
    for (const [, , , low, high, ...all] of open) {
      expect(Number(low)).toBeLessThan(Number(high));
      for (const vol of all) expect(Number(vol)).toBeGreaterThan(0.01);
    }
    // The outcome over a day is the next day's move.
    const closes = cellsOf(barsText(700)).slice(1);
    const [date, , realised] = rows[100];
    const at = closes.findIndex(([day]) => day === date);
    const move = Math.log(Number(closes[at + 1][4]) / Number(closes[at][4]));
    expect(Number(realised)).toBeCloseTo(Math.sqrt(252) * Math.abs(move), 8);
  });

  it('says the same of a day when later days are not there', async () => {
    const whole = cellsOf((await usualRun()).files['forecast.csv']);
    // The same forecast in detail, whichever of them does best on fewer days.
    const { chosen } = JSON.parse((await usualRun()).files['forecast.json']);
    const { code, stdout } = await forecast(560, ...quick, '--set', `chosen=${chosen.forecaster}`, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).chosen).toEqual({ forecaster: chosen.forecaster, by: 'user', relativeQlike: {} });
    const short = cellsOf(read('forecast.csv'));
    expect(short).toHaveLength(1 + 2 * (560 - 239));
    const known = (rows: typeof short) => rows.map((row) => row.filter((_, at) => at !== 2));
    expect(known(short)).toEqual(known(whole.slice(0, short.length)));
  });

  it('goes on from the models that were fitted, and reads a column of the user and implied volatility', async () => {
    const days = cellsOf(barsText(600)).slice(1);
    const quotes = days.map(([date], t) => `${date},${15 + (Math.floor(t / 60) % 2) * 25 + (t % 7) / 10}`);
    const vix = folder.write('vix.csv', `date,vix\n${quotes.join('\n')}\n`);
    folder.write('own.csv', `date,own\n${days.map(([date], t) => `${date},${1 + (t % 11)}`).join('\n')}\n`);
    const file = folder.write(
      'own.yaml',
      [
        'data: { columns: [{ name: own, file: own.csv, lagDays: 0 }] }',
        'forecasters:',
        '  - { name: log-har, exogenous: [{ column: impliedVol }] }',
        '  - { name: log-har, exogenous: [{ column: own, transform: level }] }',
        'against: [log-har+own]',
        'regimes: { enabled: false }',
      ].join('\n'),
    );
    const argv = [file, '--implied-vol', vix, '--from', '2016-01-01', '--threads', '1', '--horizons', '1'];
    const settings = ['walkForward.firstFitDays=240', 'walkForward.refitEveryDays=300', 'value.everyDays=20'];
    const flags = settings.flatMap((each) => ['--set', each]);
    const first = await forecast(600, ...argv, ...flags);
    expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining('modelled') });
    expect(first.stdout).toMatch(/\nlog-har\+impliedVol.*\n/);
    expect(first.stdout).not.toContain('by regime');
    const models = () => readdirSync(folder.path('out', 'fits'));
    const fitted = models();
    expect(fitted).toHaveLength(4);
    const before = read('forecast.json');
    const again = await forecast(600, ...argv, ...flags, '--json');
    expect(again.stdout).toBe(before);
    expect(models()).toEqual(fitted);
  });

  it('draws wide and narrow, in colours of its own', async () => {
    const picture = (await usualRun()).files['forecast.svg'];
    expect(picture).toMatch(/^<svg xmlns/);
    expect(picture).not.toContain('var(--');
    expect(picture).not.toMatch(/NaN|Infinity/);
    expect(picture.match(/90 % interval/g)).toHaveLength(2);
    expect(picture).toContain('class="narrow" display="none"');
  });

  it('writes scores over all days, by year and by regime', async () => {
    const [header, ...rows] = cellsOf((await usualRun()).files['comparison.csv']);
    expect(header.slice(0, 5)).toEqual(['horizonDays', 'span', 'forecaster', 'rows', 'qlike']);
    for (const row of rows) expect(row).toHaveLength(header.length);
    const spans = [...new Set(rows.map(([, span]) => span))];
    expect(spans).toEqual(['all', '2015', '2016', 'regime 0', 'regime 1']);
    // Rows of a day ahead add up.
    const ewma = rows.filter(([days, , name]) => days === '1' && name === 'ewma');
    const [all, ...parts] = ewma.map((row) => Number(row[3]));
    expect(parts[0] + parts[1]).toBe(all);
    expect(parts[2] + parts[3]).toBe(all);
  });

  it.each([
    [['--horizons', '0'], '--horizons 0: horizons.0 is 0: expected a whole number >= 1 and <= 252'],
    [['--horizons', '5,1'], '--horizons 5,1: expected increasing numbers of days'],
    [['--set', 'forecasters=[{ name: gjrr }]'], 'expected one of ewma, har'],
    [['--set', 'forecasters=[{ name: lgo-har }]'], 'did you mean log-har?'],
    [['--set', 'forecasters=[{ name: har, exogenous: [{ column: vix }] }]'], "the history has no column 'vix'"],
    [
      ['--set', 'forecasters=[{ name: har, target: parkinson }]'],
      'forecasters.0.target is parkinson: expected squared-return',
    ],
    [['--set', 'against=[hra]'], 'against.0: no forecast is named'],
    [['--set', 'chosen=har-2'], 'did you mean har?'],
    [['--set', 'target=range'], 'expected squared-return, parkinson'],
    [
      ['--set', 'walkForward.firstFitDays=400'],
      'walkForward.firstFitDays is 400: expected at most 275, for the 300 days of bars.csv',
    ],
    [
      ['--set', 'value.tenorDays=80'],
      'walkForward.firstFitDays is 240: expected at most 219, for the 300 days of bars.csv to hold an option of 80 days',
    ],
    [['--set', 'intervals.windowDays=10'], 'expected at least intervals.fewestErrors'],
    [['--from', '2030-01-01'], '--from 2030-01-01: expected a date no later than 2015-10-03, for the 300 days of'],
    [['--implied-vol', 'none.csv'], 'none.csv'],
    [['--data', 'none.csv'], 'none.csv: no such file'],
    [['--threads', '0'], '--threads 0: expected a whole number from 1 to 256'],
    [['none.yaml'], 'none.yaml: no such configuration file'],
  ])('refuses %j in one line', async (argv, says) => {
    mkdirSync(folder.path('out'));
    const { code, stdout, stderr } = await forecast(300, ...quick, ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(readdirSync(folder.path('out')).filter((name) => name !== 'fits')).toEqual([]);
  });

  it('writes no result when it is stopped, and keeps what was fitted', async () => {
    let stop: (signal: StopSignal) => void = () => {};
    const stderr = captureStream();
    const file = folder.write('bars.csv', barsText(700));
    const argv = ['forecast', '--data', file, '--out', folder.path('out'), ...quick];
    const outcome = await runCli([...argv, '--set', 'walkForward.refitEveryDays=1'], {
      stderr: stderr.stream,
      onStopSignal: (listener) => {
        stop = listener;
        setTimeout(() => stop('SIGINT'), 700);
        return () => {};
      },
    });
    expect(outcome).toMatchObject({ code: 130, stdout: '' });
    expect(stderr.text()).toMatch(/stopped: no result was written, .* goes on from them\n/);
    expect(readdirSync(folder.path('out'))).toEqual(['fits']);
  });
});
