import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backtestConfigSchema } from '../../src/backtest/config.ts';
import { type Override, parseAssignment } from '../../src/cli/apply-overrides.ts';
import { resolveConfig } from '../../src/cli/resolve-config.ts';
import { useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();
const defaults = backtestConfigSchema.parse({});
const resolveText = (text: string, overrides: readonly Override[] = []) =>
  resolveConfig(folder.write('c.yaml', text), overrides);
const set = (...assignments: string[]) => assignments.map(parseAssignment);

describe('resolveConfig', () => {
  it.each(['', '# nothing but a comment\n', '{}'])('takes %j as the defaults', async (text) => {
    expect(await resolveText(text)).toEqual(defaults);
    expect(await resolveConfig(undefined, [])).toEqual(defaults);
  });

  it('reads YAML and JSON alike', async () => {
    const json =
      '{\n\t"seed": 3,\n\t"contract": {\n\t\t"tenorDays": 10\n\t},\n\t"policies": {"bandWidths": [0, 0.5]}\n}\n';
    const yaml = 'seed: 3\ncontract:\n  tenorDays: 10\npolicies: { bandWidths: [0, 0.5] }\n';
    const fromJson = await resolveConfig(folder.write('c.json', json), []);
    expect(fromJson).toEqual(await resolveText(yaml));
    expect(fromJson).toMatchObject({ seed: 3, contract: { tenorDays: 10 }, policies: { bandWidths: [0, 0.5] } });
  });

  it('lets the later override win over the earlier and both over the file', async () => {
    const flag: Override = { path: ['seed'], value: 5, source: '--seed 5' };
    expect((await resolveText('seed: 1', [...set('seed=2', 'seed=3'), flag])).seed).toBe(5);
    expect((await resolveText('seed: 1', set('seed=2', 'seed=3'))).seed).toBe(3);
    expect((await resolveText('seed: 1')).seed).toBe(1);
  });

  it('reads the values of --set as YAML and keeps the rest of a group', async () => {
    const config = await resolveText(
      'policies: { deep: { steps: 9 } }',
      set('policies.deep.hidden=[8, 4]', 'data.from=2018-01-02', 'forecast.signal=har'),
    );
    expect(config.policies.deep).toMatchObject({ steps: 9, hidden: [8, 4] });
    expect(config.data.from).toBe('2018-01-02');
    expect(config.forecast.signal).toBe('har');
  });

  it('sets a key of the default objective, and another criterion with its own keys', async () => {
    expect((await resolveText('', set('objective.riskAversion=3'))).objective).toEqual({
      criterion: 'mean-sd',
      riskAversion: 3,
      smoothingWidth: 0,
    });
    expect((await resolveText('', set('objective.level=0.9', 'objective.criterion=cvar'))).objective).toEqual({
      criterion: 'cvar',
      level: 0.9,
      smoothingWidth: 0,
    });
  });

  it('looks data files of a configuration file up from its folder, those of the command line from here', async () => {
    const file = folder.path('deep', 'c.yaml');
    mkdirSync(dirname(file));
    writeFileSync(file, 'data: { file: bars.csv, impliedVol: { file: ../vix.csv } }');
    const { data } = await resolveConfig(file, set('data.impliedVol.file=vol.csv'));
    expect(data.file).toBe(relative(process.cwd(), folder.path('deep', 'bars.csv')));
    expect(data.impliedVol.file).toBe('vol.csv');
    const both = await resolveConfig(file, []);
    expect(both.data.impliedVol.file).toBe(relative(process.cwd(), folder.path('vix.csv')));
  });
});
