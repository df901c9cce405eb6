import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli, useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();
const header = 'date,open,high,low,close,volume';

/** Ten good bars, of which the given lines (1 is the header) are replaced. */
function barsWith(replaced: Readonly<Record<number, string>> = {}): string {
  const rows = Array.from({ length: 10 }, (_, day) => `2020-01-${String(day + 10)},100,102,98,101,5000`);
  const lines = [header, ...rows].map((line, index) => replaced[index + 1] ?? line);
  return `${lines.join('\n')}\n`;
}

/** Bars on every day of `years`, none of them bad. */
function manyBars(years: number): string {
  const days = Array.from({ length: Math.round(years * 252) }, (_, day) => new Date(Date.UTC(2000, 0, 1 + day)));
  const row = (day: Date, index: number) => `${day.toISOString().slice(0, 10)},100,102,98,${100 + (index % 2)},5000`;
  return `${[header, ...days.map(row)].join('\n')}\n`;
}

/** Implied volatility on the dates of the given bars. */
function impliedVolFor(bars: string, value: string): string {
  const dates = bars.trim().split('\n').slice(1);
  return `date,close\n${dates.map((line) => `${line.split(',')[0]},${value}\n`).join('')}`;
}

interface BadInput {
  readonly name: string;
  /** Files to write first, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Arguments after `backtest`; `@name` becomes the path of that file. */
  readonly argv: readonly string[];
  /** What the line must say; `@name` as above. */
  readonly says: readonly string[];
}

const badBars: readonly BadInput[] = [
  { name: 'missing file', argv: ['--data', '@none.csv'], says: ['@none.csv', 'no such file', 'check the path'] },
  { name: 'empty file', files: { 'b.csv': '' }, argv: ['--data', '@b.csv'], says: ['@b.csv', 'empty', 'header'] },
  {
    name: 'header without rows',
    files: { 'b.csv': `${header}\n` },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'no rows'],
  },
  {
    name: 'missing column',
    files: { 'b.csv': barsWith({ 1: 'date,open,high,low,last,volume' }) },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'line 1', "'close'", 'last', 'rename'],
  },
  {
    name: 'unreadable date',
    files: { 'b.csv': barsWith({ 5: 'soon,100,102,98,101,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'line 5', 'column date', "'soon'", 'YYYY-MM-DD'],
  },
  {
    name: 'day that the calendar does not have',
    files: { 'b.csv': barsWith({ 5: '2020-02-30,100,102,98,101,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['line 5', '2020-02-30', 'no such day'],
  },
  {
    name: 'duplicate dates',
    files: { 'b.csv': barsWith({ 7: '2020-01-10,100,102,98,101,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'line 7', '2020-01-10', 'line 2', 'remove one'],
  },
  {
    name: 'price that is not a number',
    files: { 'b.csv': barsWith({ 4: '2020-01-12,100,102,98,NaN,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'line 4', 'column close', 'NaN'],
  },
  {
    name: 'price that is not above 0',
    files: { 'b.csv': barsWith({ 4: '2020-01-12,100,102,-37.63,101,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['line 4', 'column low', '-37.63', 'set data.priceShift above 37.63, with underlying.kind futures'],
  },
  {
    name: 'high below low',
    files: { 'b.csv': barsWith({ 4: '2020-01-12,100,97,98,101,5000' }) },
    argv: ['--data', '@b.csv'],
    says: ['@b.csv', 'line 4', 'column high', '97', '98'],
  },
  {
    name: 'too few rows for the windows asked for',
    files: { 'b.csv': manyBars(2) },
    argv: ['--data', '@b.csv'],
    says: ['504 rows', '5 years', 'at least 1281', 'walkForward.firstFitYears'],
  },
];

const halfSpread = 'data: { halfSpread: { file: s.csv } }\nfrictions: [{ kind: half-spread, signal: halfSpreadBps }]';

const badImpliedVol: readonly BadInput[] = [
  {
    name: 'decimals where percent is declared',
    files: { 'b.csv': manyBars(6), 'v.csv': impliedVolFor(manyBars(6), '0.21') },
    argv: ['--data', '@b.csv', '--implied-vol', '@v.csv'],
    says: ['@v.csv', 'column close', '0.21', 'looks like decimals', 'data.impliedVol.units=decimal'],
  },
  {
    name: 'percent where decimals are declared',
    files: { 'b.csv': manyBars(6), 'v.csv': impliedVolFor(manyBars(6), '21') },
    argv: ['--data', '@b.csv', '--implied-vol', '@v.csv', '--set', 'data.impliedVol.units=decimal'],
    says: ['@v.csv', 'column close', '21', 'looks like percent', 'data.impliedVol.units=percent'],
  },
  {
    name: 'half-spreads in one of two columns',
    files: { 'b.csv': manyBars(6), 's.csv': 'date,bid,ask\n2000-01-03,1,2\n', 'c.yaml': halfSpread },
    argv: ['@c.yaml', '--data', '@b.csv'],
    says: ['s.csv, line 1', "'bid', 'ask'", 'name it with data.halfSpread.column'],
  },
  {
    name: 'missing implied volatility',
    files: { 'b.csv': manyBars(6) },
    argv: ['--data', '@b.csv', '--implied-vol', '@v.csv'],
    says: ['@v.csv', 'no such file'],
  },
];

const badConfiguration: readonly BadInput[] = [
  {
    name: 'unknown key',
    files: { 'c.yaml': 'seed: 1\nwalkForward:\n  refitYear: 2\n' },
    argv: ['@c.yaml'],
    says: ['@c.yaml, line 3, column 3', 'walkForward.refitYear', 'did you mean walkForward.refitYears?'],
  },
  {
    name: 'wrong type',
    files: { 'c.json': '{\n  "costBps": "ten"\n}' },
    argv: ['@c.json'],
    says: ['@c.json, line 2, column 14', 'costBps is "ten"', 'expected a number >= 0'],
  },
  {
    name: 'unreadable YAML',
    files: { 'c.yaml': 'seed: 1\ndata: { from: 2018-01-01\n' },
    argv: ['@c.yaml'],
    says: ['@c.yaml, line', 'column', 'unreadable YAML'],
  },
  { name: 'missing configuration', argv: ['@c.yaml'], says: ['@c.yaml', 'no such configuration file'] },
  { name: 'bars as configuration', argv: ['b.csv'], says: ['b.csv', '.yaml', '--data'] },
  {
    name: 'unknown feature',
    files: { 'c.yaml': 'regimes: { hmmFeatures: [retrun] }' },
    argv: ['@c.yaml'],
    says: ['@c.yaml, line 1, column 26', "'retrun'", "did you mean 'return'?"],
  },
  {
    name: 'first fit before the signals',
    argv: ['--set', 'walkForward.firstFitYears=1'],
    says: ['walkForward.firstFitYears is 1', 'walkForward.signalYears (2)'],
  },
];

const badArguments: readonly BadInput[] = [
  { name: 'seed that is not whole', argv: ['--seed', '1.5'], says: ['--seed 1.5', 'whole number'] },
  { name: 'seed that is no number', argv: ['--seed', 'lucky'], says: ['--seed lucky', 'whole number'] },
  { name: 'negative seed', argv: ['--seed', '-1'], says: ['--seed -1', 'whole number >= 0'] },
  { name: 'inexact seed', argv: ['--seed', '9007199254740993'], says: ['--seed 9007199254740993', 'whole number'] },
  { name: '--from that is no date', argv: ['--from', 'yesterday'], says: ['--from yesterday', 'YYYY-MM-DD'] },
  { name: '--to in another format', argv: ['--to', '01/02/2020'], says: ['--to 01/02/2020', 'YYYY-MM-DD'] },
  {
    name: '--from after --to',
    argv: ['--from', '2019-01-01', '--to', '2018-01-01'],
    says: ['--from 2019-01-01', 'after --to 2018-01-01'],
  },
  {
    name: '--from after the data',
    argv: ['--from', '2031-01-01'],
    says: ['2031-01-01', 'the data ends on 2020-04-17'],
  },
  { name: '--set without =', argv: ['--set', 'seed'], says: ['--set seed', 'path=value'] },
  {
    name: '--set with an unknown path',
    argv: ['--set', 'policies.deep.step=3'],
    says: ['--set policies.deep.step=3', 'unknown key', 'did you mean policies.deep.steps?'],
  },
  { name: '--set with a wrong value', argv: ['--set', 'regimes.states=9'], says: ['--set regimes.states=9', '<= 5'] },
  { name: '--threads 0', argv: ['--threads', '0'], says: ['--threads 0', 'whole number from 1'] },
  { name: 'unknown option', argv: ['--seeed', '1'], says: ["'--seeed'", 'Did you mean --seed?'] },
  { name: 'option without its value', argv: ['--seed'], says: ['--seed', 'argument missing'] },
  { name: 'option in the place of a value', argv: ['--seed', '--quiet'], says: ['--seed', "'--quiet'", 'not a value'] },
  { name: 'too many arguments', argv: ['a.yaml', 'b.yaml'], says: ['too many arguments'] },
];

describe('bad input', () => {
  it.each([...badBars, ...badImpliedVol, ...badConfiguration, ...badArguments])(
    '$name: one clear line, exit 2, nothing written',
    async ({ files = {}, argv, says }) => {
      for (const [name, text] of Object.entries(files)) folder.write(name, text);
      const out = folder.path('out');
      const resolved = argv.map(inFolder);
      const { code, stdout, stderr } = await runCli(['backtest', '--out', out, ...resolved]);
      expectOneLine(stderr, says);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(existsSync(out)).toBe(false);
    },
  );

  it('leaves a previous report as it was', async () => {
    const out = folder.path('out');
    mkdirSync(out);
    writeFileSync(folder.path('out', 'results.json'), 'previous');
    const { code } = await runCli(['backtest', '--data', folder.path('none.csv'), '--out', out]);
    expect(code).toBe(2);
    expect(existsSync(folder.path('out', 'results.json'))).toBe(true);
  });

  it.each([[['file']], [['file', 'below', 'it']]])('refuses an output folder that is a file: %j', async (names) => {
    folder.write('file', 'not a folder');
    const out = folder.path(...names);
    const { code, stderr } = await runCli(['backtest', '--out', out]);
    expectOneLine(stderr, [`--out ${out}`, 'cannot be written', 'choose another']);
    expect(code).toBe(2);
  });

  it.each([
    ['backtset', "unknown command 'backtset' (Did you mean backtest?)"],
    ['--versoin', "unknown option '--versoin' (Did you mean --version?)"],
  ])('suggests the nearest word for %s', async (word, says) => {
    const { code, stderr } = await runCli([word]);
    expectOneLine(stderr, [says]);
    expect(code).toBe(2);
  });
});

function inFolder(text: string): string {
  return text.replace(/^@([\w.]+)/, (_, name: string) => folder.path(name));
}

function expectOneLine(stderr: string, says: readonly string[]): void {
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  for (const fragment of says) expect(stderr).toContain(inFolder(fragment));
  expect(stderr).not.toMatch(/\n\s+at /);
}
