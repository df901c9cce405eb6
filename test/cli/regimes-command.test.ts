import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StopSignal } from '../../src/cli/dependencies.ts';
import { loadRegimeModel } from '../../src/regimes/load-regime-model.ts';
import { type CliOutcome, captureStream, runCli, useTemporaryFolder } from './run-cli.ts';
import { barsText, cellsOf } from './turning-bars.ts';

const folder = useTemporaryFolder();
const read = (name: string) => readFileSync(folder.path('out', name), 'utf8');

// Threads load built files: `npm test` builds first.
const built = existsSync(new URL('../../dist/regimes/worker.js', import.meta.url));

const quick = [
  ...['--states', '2', '--set', 'walkForward.firstFitDays=240', '--set', 'walkForward.refitEveryDays=120'],
  ...['--set', 'detector.restarts=2'],
];

/** Runs the command on made-up bars of so many days. */
function regimes(days: number, ...argv: readonly string[]) {
  const file = folder.write('bars.csv', barsText(days));
  // A clock that stands still: progress is told of long walks alone.
  return runCli(['regimes', '--data', file, '--out', folder.path('out'), ...argv], { now: () => 0 });
}

let done: Promise<{ outcome: CliOutcome; days: string; picture: string }> | undefined;

/** The run that most tests look at, made once. */
function usualRun() {
  done ??= regimes(600, ...quick).then((outcome) => {
    expect(readdirSync(folder.path('out')).sort()).toEqual(['regimes.csv', 'regimes.json', 'regimes.svg']);
    return { outcome, days: read('regimes.csv'), picture: read('regimes.svg') };
  });
  return done;
}

let cutShort: Promise<CliOutcome & { days: string }> | undefined;

/** The same without the last 200 days, and with --json. */
function shortRun() {
  cutShort ??= regimes(400, ...quick, '--json').then((outcome) => {
    expect(outcome.stdout).toBe(read('regimes.json'));
    return { ...outcome, days: read('regimes.csv') };
  });
  return cutShort;
}

describe.skipIf(!built)('regime-hedge regimes', () => {
  it('prints regimes and transitions, and what it wrote where', async () => {
    const { code, stdout, stderr } = (await usualRun()).outcome;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Bars\.csv: hmm, 2 regimes, on return\n\nregime +vol +mean +share +lasts .*\n/);
    expect(stdout).toMatch(/\n0 calm +\d+\.\d .*\n1 turbulent +[34]\d\.\d /);
    expect(stdout).toMatch(/\nfrom, to tomorrow % +0 +1\n0 calm +9\d\.\d\d +\d\.\d\d\n/);
    expect(stdout).toContain('Out of sample, 2015-08-28 to 2016-08-22 (361 days)');
    expect(stdout).toMatch(/\ndays: .*regimes\.csv\npicture: .*regimes\.svg\nmodel: .*regimes\.json\ntime: \d+ s\n$/);
  });

  it('writes a row for each day since the first fit, with the refit that spoke', async () => {
    const [header, ...rows] = cellsOf((await usualRun()).days);
    expect(header.join()).toBe('date,close,regime,filtered0,filtered1,tomorrow0,tomorrow1,fittedOn');
    expect(rows).toHaveLength(361);
    expect([...new Set(rows.map((row) => row[7]))]).toEqual(['2015-08-28', '2015-12-26', '2016-04-24', '2016-08-22']);
    for (const [date, , regime, ...probabilities] of rows) {
      const [f0, f1, t0, t1] = probabilities.map(Number);
      expect(f0 + f1).toBeCloseTo(1, 8);
      expect(t0 + t1).toBeCloseTo(1, 8);
      expect(regime, date).toBe(f1 > f0 ? '1' : '0');
    }
  });

  it('says the same of a day when later days are not there', async () => {
    const whole = cellsOf((await usualRun()).days);
    const short = cellsOf((await shortRun()).days);
    expect(short).toHaveLength(1 + 161);
    expect(short).toEqual(whole.slice(0, short.length));
  });

  it('prints regimes.json alone with --json, from which a script goes on', async () => {
    const { stdout, stderr } = await shortRun();
    expect(stderr).toMatch(/^\ndays: .*regimes\.csv\n/);
    const { model, regimes: figures, transition, today, settings } = JSON.parse(stdout);
    expect(settings.detector).toMatchObject({ name: 'hmm', states: 2, restarts: 2 });
    expect(settings.walkForward).toEqual({ firstFitDays: 240, refitEveryDays: 120 });
    expect(figures[0].durationDays).toBeCloseTo(1 / (1 - transition[0][0]), 6);
    // The last refit was fitted on 360 days and spoke of the 40 after them.
    const filter = loadRegimeModel(model).online();
    const closes = cellsOf(barsText(400))
      .slice(1)
      .map((row) => Number(row[4]));
    let last: ArrayLike<number> = [];
    closes.forEach((close, t) => {
      last = filter.next([t === 0 ? Number.NaN : Math.log(close / closes[t - 1])]);
    });
    expect([...Array.from(last)]).toEqual(figures.map((own: { today: number }) => own.today));
    expect(today.regime).toBe(last[1] > last[0] ? 1 : 0);
  });

  it('calms the labels by rules, and leaves the probabilities as they are', async () => {
    const raw = cellsOf((await usualRun()).days);
    const { code, stdout } = await regimes(600, ...quick, '--set', 'calm=[{ rule: minimumDwell, days: 100 }]');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Without rules against flicker there were \d+; with them a change is told \d+\.\d days/);
    const calmed = cellsOf(read('regimes.csv'));
    const without = (cells: readonly (readonly string[])[]) => cells.map((row) => row.filter((_, at) => at !== 2));
    expect(without(calmed)).toEqual(without(raw));
    // A calmed label begins as the raw one, and changes only to what that says on the day.
    for (const [at, row] of calmed.entries()) {
      if (at > 0 && row[2] !== calmed[at - 1][2]) expect(row[2], row[0]).toBe(raw[at][2]);
    }
    const changes = (cells: typeof raw) => cells.slice(2).filter((row, at) => row[2] !== cells[at + 1][2]).length;
    expect(changes(calmed)).toBeLessThan(4);
    expect(changes(calmed)).toBeLessThan(changes(raw));
  });

  it('reads a column of the user’s, looked up from the folder of the file', async () => {
    const [, ...rows] = cellsOf(barsText(400));
    const fear = rows.map(([date], day) => `${date},${Math.sin(day / 30) + (day % 7) / 10}`);
    folder.write('fear.csv', `date,fear\n${fear.join('\n')}\n`);
    const file = folder.write(
      'own.yaml',
      'features: [return, fear]\ndata: { columns: [{ name: fear, file: fear.csv }] }\n',
    );
    const bars = folder.write('bars.csv', barsText(400));
    const terminal = captureStream(true);
    const { code, stderr } = await runCli(['regimes', file, '--data', bars, '--out', folder.path('out'), ...quick], {
      now: () => 0,
      stdout: Object.assign(terminal.stream, { columns: 40 }),
    });
    expect(code).toBe(0);
    // On a terminal, all lines but those of paths are as wide as it.
    const [said] = terminal.text().split('\ndays:');
    expect(said).toContain('on return,\nfear\n');
    for (const line of said.split('\n')) expect(line.length, line).toBeLessThanOrEqual(40);
    expect(stderr).toBe("note: feature 'fear' is missing on 1 of 400 days, first on 2015-01-01, last on 2015-01-01\n");
  });

  it('draws the picture for wide and for narrow windows, in colours of its own', async () => {
    const { picture } = await usualRun();
    expect(picture).toMatch(/^<svg xmlns/);
    expect(picture).toContain('Bars.csv: hmm, 2 regimes, on return');
    expect(picture).not.toContain('var(--');
    expect(picture.match(/change of regime/g)).toHaveLength(2);
    expect(picture).toContain('class="narrow" display="none"');
    // Rules that hold for this drawing alone, wherever it is written into a page.
    const [, style] = /<style>([^<]*)<\/style>/.exec(picture)!;
    const selectors = style.replaceAll(/@media[^{]*\{/g, '').match(/[^{}]+(?=\{)/g)!;
    expect(selectors.length).toBeGreaterThan(4);
    for (const selector of selectors) expect(selector).toMatch(/^\.two-width-drawing/);
  });

  it('tells in the legend of the days that are drawn', async () => {
    const { outcome, picture } = await usualRun();
    const [, labelled, nextDay] = /\n0 calm .* (\d+\.\d) +(\d+\.\d)\n/.exec(outcome.stdout)!;
    expect(picture).toContain(`0 calm: ${Number(labelled).toFixed(0)}\u00a0% of days, next-day vol ${nextDay}\u00a0%`);
  });

  it('compares detectors and numbers of regimes with --select', async () => {
    const settings = ['--set', 'walkForward.firstFitDays=240', '--set', 'select.states=[1,2]'];
    const features = ['--features', 'return,logVol5'];
    const { code, stdout } = await regimes(400, '--select', ...settings, ...features);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Bars\.csv: 3 candidates, 160 days out of sample\n\ndetector +states .*\n/);
    expect(stdout).toMatch(/\nhmm( \*)? +1 .*\nhmm( \*)? +2 .*\nkmeans( \*)? +2 /);
    expect(readdirSync(folder.path('out')).sort()).toEqual(['selection.csv', 'selection.json']);
    expect(cellsOf(read('selection.csv'))).toHaveLength(161);
    expect(cellsOf(read('selection.csv'))[0]).toEqual(['date', 'hmm 1', 'hmm 2', 'kmeans 2']);
    expect(JSON.parse(read('selection.json')).rows).toHaveLength(3);
  });

  it.each([
    [['--states', '0'], '--states 0: expected a whole number >= 1'],
    [['--states', 'many'], '--states many: expected a whole number'],
    [
      ['--detector', 'kmean'],
      '--detector kmean: expected one of hmm, kmeans, mixture, jump, continuous-jump, switching-regression, switching-autoregression; did you mean kmeans?',
    ],
    [['--features', 'return,logVol2'], "features: unknown feature 'logVol2': did you mean 'logVol5'?"],
    [['--features', 'return,termSlope'], "feature 'termSlope' needs impliedVol and impliedVolLong"],
    [['--features', 'return,'], '--features return,: features.1 is "": expected text'],
    [['--features', 'return, return'], 'expected no item twice'],
    [['--select', '--set', 'select.states=[2, 2]'], 'expected no item twice'],
    [['--select', '--set', 'select.detectors=[hmm, hmm]'], 'expected no item twice'],
    [['--seed', 'lucky'], '--seed lucky: expected a whole number'],
    [['--set', 'walkForward.firstFit=3'], 'did you mean walkForward.firstFitDays?'],
    [['--set', 'detector.name=kmeans', '--set', 'detector.law=normal'], 'law belongs to name hmm, mixture'],
    [['--set', 'walkForward.firstFitDays=400'], 'walkForward.firstFitDays is 400: expected fewer than the 300 days of'],
    [['--set', 'walkForward.firstFitDays=5'], 'bars.csv: 4 complete rows: expected at least 14'],
    [['--set', 'calm=[{ rule: hysteresis, enter: 0.5, leave: 0.6 }]'], 'expected a number below enter'],
    [['--select', '--states', '2'], '--states 2: --select compares several; give --set select.states=[2]'],
    [['--select', '--detector', 'hmm'], 'give --set select.detectors=[hmm]'],
    [['--implied-vol', 'none.csv', '--features', 'logImpliedVol'], 'none.csv'],
    [['--data', 'none.csv'], 'none.csv: no such file'],
    [['none.yaml'], 'none.yaml: no such configuration file; check the path, or leave it out'],
    [['--stats', '2'], 'Did you mean --states?'],
  ])('refuses %j in one line', async (argv, says) => {
    mkdirSync(folder.path('out'));
    const { code, stdout, stderr } = await regimes(300, '--set', 'walkForward.firstFitDays=240', ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect(readdirSync(folder.path('out'))).toEqual([]);
  });

  it('names the line of a key that a file gets wrong', async () => {
    const file = folder.write('bad.yaml', 'seed: 3\ndetector: { name: hmm, state: 2 }\n');
    const { code, stderr } = await regimes(300, file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*bad\.yaml, line 2, column 24: .*did you mean detector\.states\?\n$/);
  });

  it('refuses a folder that cannot be written before any work', async () => {
    folder.write('out', 'a file');
    const { code, stderr } = await regimes(300, ...quick);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --out .*a part of the path is a file.*\n$/);
  });

  it('leaves what stood there when it is stopped', async () => {
    mkdirSync(folder.path('out'));
    writeFileSync(folder.path('out', 'regimes.csv'), 'the previous days');
    let stop: (signal: StopSignal) => void = () => {};
    const file = folder.write('bars.csv', barsText(900));
    const argv = ['regimes', '--data', file, '--out', folder.path('out'), ...quick];
    const { code, stdout, stderr } = await runCli([...argv, '--set', 'walkForward.refitEveryDays=1'], {
      onStopSignal: (listener) => {
        stop = listener;
        setTimeout(() => stop('SIGINT'), 400);
        return () => {};
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('stopped: nothing was written, the previous files are untouched\n');
    expect(readdirSync(folder.path('out'))).toEqual(['regimes.csv']);
    expect(read('regimes.csv')).toBe('the previous days');
  });

  it('says in --help that labels never look ahead', async () => {
    const { code, stdout } = await runCli(['regimes', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Smoothed labels, which know what came later, are never shown.');
    for (const flag of ['--detector', '--states', '--features', '--select', '--json']) expect(stdout).toContain(flag);
  });
});
