import { describe, expect, it } from 'vitest';
import { parseAssignment } from '../../src/cli/apply-overrides.ts';
import { resolveConfig } from '../../src/cli/resolve-config.ts';
import { InputError } from '../../src/support/input-error.ts';
import { useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();

async function refusal(path: string | undefined, assignments: readonly string[] = []): Promise<string> {
  try {
    await resolveConfig(path, assignments.map(parseAssignment));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a bad configuration file', () => {
  it.each([
    ['seed: 1.5', 'line 1, column 7: seed is 1.5: expected a whole number >= 0'],
    ['seed: seven', 'line 1, column 7: seed is "seven": expected a whole number >= 0'],
    ['seed: 1\nsed: 2', 'line 2, column 1: unknown key sed: did you mean seed?'],
    [
      'data:\n  impliedVol:\n    unit: percent',
      'line 3, column 5: unknown key data.impliedVol.unit: did you mean data.impliedVol.units?',
    ],
    [
      'contract:\n  qqqq: 1',
      'line 2, column 3: unknown key contract.qqqq: expected one of type, side, tenorDays, moneyness, terms, everyDays',
    ],
    [
      'data:\n  impliedVol: { units: pct }',
      'line 2, column 24: data.impliedVol.units is "pct": expected one of percent, decimal',
    ],
    ['regimes:\n  states: 9', 'line 2, column 11: regimes.states is 9: expected a whole number >= 2 and <= 5'],
    ['regimes:\n  restarts: 0', 'line 2, column 13: regimes.restarts is 0: expected a whole number >= 1'],
    [
      'policies:\n  bandWidths:\n    - 0\n    - wide',
      'line 4, column 7: policies.bandWidths.1 is "wide": expected a number >= 0',
    ],
    [
      'policies:\n  include: [delta, delta-band, delta-gamma]',
      'line 2, column 12: policies.include holds delta-gamma, which needs a second hedge instrument',
    ],
    ['policies:\n  include: [delta, deep]', 'line 2, column 12: policies.include lacks delta-band: expected it'],
    [
      'policies: { include: [delta, delta-band, uncertain-forecast] }\nforecast: { signal: har }',
      'line 1, column 22: policies.include holds uncertain-forecast, which needs a forecast of several members',
    ],
    ['policies: { bandWidths: [] }', 'policies.bandWidths is []: expected a non-empty list, each item a number >= 0'],
    ['data: { from: 2018-02-30 }', 'line 1, column 15: data.from is "2018-02-30": expected a date YYYY-MM-DD'],
    [
      'data: { from: 2019-01-01, to: 2018-01-01 }',
      'line 1, column 15: data.from 2019-01-01 is after data.to 2018-01-01',
    ],
    [
      'data:\nseed: 1',
      'line 1, column 6: data is null: expected a group of keys (file, impliedVol, halfSpread, priceShift, from, to)',
    ],
    ['data: 5', 'line 1, column 7: data is 5: expected a group of keys'],
    [
      'objective: { riskAversion: 2 }',
      'line 1, column 12: objective.criterion is missing: expected one of mean-sd, cvar, quadratic-cvar, entropic, isoelastic, downside, mean-variance, variance',
    ],
    [
      'objective: { criterion: cvr }',
      'line 1, column 25: objective.criterion is "cvr": expected one of mean-sd, cvar, quadratic-cvar, entropic, isoelastic, downside, mean-variance, variance',
    ],
    [
      'objective:\n  criterion: mean-sd\n  level: 0.9',
      'line 3, column 3: unknown key objective.level: level belongs to criterion cvar, and objective.criterion is mean-sd',
    ],
    [
      'objective: { criterion: variance, riskAversion: 2 }',
      'riskAversion belongs to criterion mean-sd, quadratic-cvar, entropic, isoelastic, mean-variance, and objective.criterion is variance',
    ],
    [
      'objective: { criterion: isoelastic, smoothingWidth: 1 }',
      'smoothingWidth belongs to criterion mean-sd, cvar, quadratic-cvar, downside, and objective.criterion is isoelastic; isoelastic takes riskAversion, initialWealth',
    ],
    [
      'objective: { criterion: isoelastic, initialWealth: 0 }',
      'line 1, column 52: objective.initialWealth is 0: expected a number > 0',
    ],
    [
      'objective: { criterion: quadratic-cvar, riskAversion: 0.5 }',
      'objective.riskAversion is 0.5: expected a number >= 1',
    ],
    ['costBps: .nan', 'line 1, column 10: costBps is NaN: expected a number >= 0'],
    [
      'seed: -1\ncostBps: -1\nrateAnnual: 7',
      'seed is -1: expected a whole number >= 0 (2 more to correct after this one)',
    ],
    [
      'market: { name: sabr, beta: 1.5, volAnnual: 0.2, correlation: 0, volOfVol: 1 }',
      'line 1, column 29: market.beta is 1.5: expected a number >= 0 and <= 1',
    ],
    [
      'market: { name: sabr, beta: 1, volAnnual: 0.2, correlation: 1, volOfVol: 1 }',
      'market.correlation is 1: expected a number > -1 and < 1',
    ],
    [
      'market:\n  name: heston\n  volAnnual: 0.2',
      'volAnnual belongs to name gbm, merton, sabr, and market.name is heston; heston takes initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation, driftAnnual, daysPerYear, substepsPerDay',
    ],
    ['market: { name: heston, volAnual: 1 }', 'unknown key market.volAnual: expected one of name, initialVariance, '],
    [
      'contract: { terms: { type: condor, strikes: [0.9, 1.1] } }',
      'contract.terms.strikes is [0.9,1.1]: expected a list of 4 strikes, from the lowest',
    ],
    [
      'contract: { terms: { type: strangle, strikes: [0.9, 1, 1.1] } }',
      'contract.terms.strikes is [0.9,1,1.1]: expected a list of 2 strikes, from the lowest',
    ],
    [
      'contract: { terms: { type: piecewise-linear, points: [[90]], leftSlope: 0, rightSlope: 0 } }',
      'contract.terms.points.0 is [90]: expected a pair [price, payoff]',
    ],
    [
      'contract: { terms: { type: strangle, strikes: [low, 1] } }',
      'contract.terms.strikes.0 is "low": expected a finite number',
    ],
    ['- seed', 'line 1: expected keys and values, such as "seed: 7"'],
    ['seed: [1', 'line 1, column '],
    ['seed: 1\nseed: 2', 'line 2, column 1: unreadable YAML: Map keys must be unique'],
    ['seed: *other', 'unreadable YAML: Unresolved alias'],
  ])('%j', async (text, expected) => {
    const file = folder.write('c.yaml', text);
    const message = await refusal(file);
    expect(message).toContain(expected);
    expect(message.startsWith(`${file}, `) || message.startsWith(`${file}: `)).toBe(true);
    expect(message).not.toContain('\n');
  });

  it.each([
    // Out of range, and refused by the contract's own rules as well: one place.
    'contract: { terms: { type: forward-start, option: call, moneyness: 1, startShare: 1.5 } }',
    'contract: { terms: { type: book, legs: [] } }',
    // Mistyped, and missing where it was meant.
    'contract: { terms: { type: call, strke: 1 } }',
  ])('counts the places to correct, not the rules they break: %j', async (text) => {
    const message = await refusal(folder.write('c.yaml', text));
    expect(message).toMatch(/: (expected|unknown key) /);
    expect(message).not.toContain('more to correct');
    expect(await refusal(folder.write('d.yaml', `seed: -1\n${text}`))).toContain('(1 more to correct after this one)');
  });

  it('is located in JSON as well', async () => {
    expect(await refusal(folder.write('a.json', '{\n  "sed": 1\n}'))).toContain(
      'a.json, line 2, column 3: unknown key sed',
    );
    expect(await refusal(folder.write('b.json', '{\n  "seed": 1,\n  "costBps" 5\n}'))).toMatch(
      /b\.json, line \d, column \d+: unreadable JSON: /,
    );
  });

  it('is refused by its name when it is no configuration', async () => {
    expect(await refusal('bars.csv')).toBe(
      'bars.csv: expected a configuration file ending in .yaml, .yml, .json; bars are given with --data',
    );
    expect(await refusal('seed=1')).toContain('a second assignment needs its own --set');
    expect(await refusal(folder.path('none.yaml'))).toContain('none.yaml: no such configuration file');
  });
});

describe('a bad --set', () => {
  it.each([
    ['seed', '--set seed: expected path=value'],
    ['=5', '--set =5: expected path=value'],
    ['sed=5', '--set sed=5: unknown key sed: did you mean seed?'],
    ['data.form=2018-01-01', '--set data.form=2018-01-01: unknown key data.form: did you mean data.from?'],
    ['seed.first=1', '--set seed.first=1: seed has no keys of its own; set it as a whole'],
    ['policies.deep.hidden.0=1', '--set policies.deep.hidden.0=1: policies.deep.hidden has no keys of its own'],
    ['constructor=1', '--set constructor=1: unknown key constructor: '],
    ['seed=1.5', '--set seed=1.5: expected a whole number >= 0'],
    ['seed=', '--set seed=: expected a whole number >= 0'],
    ['seed=[1', '--set seed=[1: the value is unreadable'],
    ['data={from: 3}', '--set data={from: 3}: data.from is 3: expected a date YYYY-MM-DD'],
    ['data={form: 3}', '--set data={form: 3}: unknown key data.form: did you mean data.from?'],
    ['objective.level=0.9', '--set objective.level=0.9: unknown key objective.level: level belongs to criterion cvar'],
  ])('%s', async (assignment, expected) => {
    expect(await refusal(undefined, [assignment])).toContain(expected);
  });

  it.each([
    ['seed: 1', ['market.name=heston'], /^--set market\.name=heston: market heston cannot be fitted to bars/],
    [
      'seed: 1\nmarket: { name: gjr-garch }',
      ['market.omega=1e-6'],
      /c\.yaml, line 2, column 9: with --set market\.omega=1e-6: market gjr-garch is given omega but not alpha/,
    ],
    [
      'market: { name: gbm, volAnnual: 0.2 }',
      ['market.name=heston'],
      /c\.yaml, line 1, column 22: unknown key market\.volAnnual: .* market\.name is heston \(--set market\.name=heston\)/,
    ],
    [
      'underlying: { model: bachelier, kind: futures }',
      ['contract.terms={type: lookback, option: call, kind: floating}'],
      /^--set contract\.terms=\{type: lookback, .*\}: contract: .*lookback/,
    ],
    ['seed: 1', ['contract.terms.type=call'], /^--set contract\.terms\.type=call: contract\.terms\.strike is missing/],
  ])('is named where it makes a group go wrong: %j with %j', async (text, assignments, expected) => {
    expect(await refusal(folder.write('c.yaml', text), assignments)).toMatch(expected);
  });

  it('is named without a file, with all that set keys of the group', async () => {
    expect(await refusal(undefined, ['market.name=gjr-garch', 'market.omega=1e-6'])).toMatch(
      /^--set market\.name=gjr-garch, --set market\.omega=1e-6: market gjr-garch is given omega/,
    );
  });

  it('is named by the last of several for one key', async () => {
    expect(await refusal(undefined, ['seed=2.5', 'seed=1.5'])).toBe('--set seed=1.5: expected a whole number >= 0');
  });

  it('does not hide a bad group of the file that it would go into', async () => {
    const file = folder.write('c.yaml', 'data: 5');
    expect(await refusal(file, ['data.from=2018-01-01'])).toContain('c.yaml, line 1, column 7: data is 5');
  });

  it('is named beside the file when the two contradict each other', async () => {
    const file = folder.write('c.yaml', 'seed: 1\ndata: { to: 2018-01-01 }');
    expect(await refusal(file, ['data.from=2019-01-01'])).toContain(
      'c.yaml, line 2, column 13: --set data.from=2019-01-01 is after data.to 2018-01-01',
    );
  });
});
