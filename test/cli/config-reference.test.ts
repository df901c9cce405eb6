import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderConfigReference } from '../../src/cli/config-reference.ts';
import {
  childNode,
  configJsonSchema,
  isGroup,
  jsonSchemaOf,
  knownKeys,
  type SchemaNode,
} from '../../src/cli/config-schema.ts';
import { forecastSchema } from '../../src/cli/forecast-schema.ts';
import { regimesSchema } from '../../src/cli/regimes-schema.ts';
import { trainSchema } from '../../src/cli/train-schema.ts';
import { runCli } from './run-cli.ts';

function undescribed(node: SchemaNode, path: string): string[] {
  return knownKeys(node).flatMap((key) => {
    const child = childNode(node, key) ?? {};
    const name = path === '' ? key : `${path}.${key}`;
    if (isGroup(child)) return (child.oneOf ?? [child]).flatMap((variant) => undescribed(variant, name));
    return child.description === undefined && child.const === undefined ? [name] : [];
  });
}

describe('docs/configuration.md', () => {
  it('is what the schema says (npm run docs:config writes it)', () => {
    expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(renderConfigReference());
  });

  it('has a row with default and expectation for keys at every depth', () => {
    const page = renderConfigReference();
    expect(page).toContain(
      '| `seed` | `7` | a whole number >= 0 | Whole number that every random stream is split from. |',
    );
    expect(page).toContain('| `policies.deep.hidden` | `[32, 32]` | a non-empty list, each item a whole number >= 1 |');
    expect(page).toContain('With `objective.criterion: mean-sd` (the default):');
    expect(page).toContain('| `objective.level` | `0.95` | a number > 0 and < 1 |');
  });

  it('says of every key what it means', () => {
    expect(undescribed(configJsonSchema(), '')).toEqual([]);
    expect(undescribed(jsonSchemaOf(trainSchema), '')).toEqual([]);
    expect(undescribed(jsonSchemaOf(regimesSchema), '')).toEqual([]);
    expect(undescribed(jsonSchemaOf(forecastSchema), '')).toEqual([]);
  });

  it('describes a training, and what it shares with a backtest once', () => {
    const [, training] = renderConfigReference().split('# Training a policy');
    expect(training).toContain('| `training.patience` | (none) | a whole number >= 1 |');
    expect(training).toContain('| `contract.daysPerStep` | `1` |');
    expect(training).toContain('## train: `objective`\n\nAs in a backtest: [`objective`](#objective).\n');
    expect(training).toContain('## train: `market`\n\nAs in a backtest: [`market`](#market).\n');
    expect(training).not.toContain('| `market.');
  });

  it('describes the keys of every detector and rule against flicker', () => {
    const [, regimes] = renderConfigReference().split('# Finding regimes');
    expect(regimes).toContain('With `detector.name: hmm` (the default): Hidden Markov model.');
    expect(regimes).toContain('With `detector.name: kmeans`:');
    expect(regimes).toContain('| `detector.restarts` | `10` | a whole number >= 1 |');
    expect(regimes).toContain('| `calm[].days` |');
    expect(regimes).toContain('| `data.columns[].publishedOn` | (none) | text |');
  });

  it('describes the keys of every forecaster once', () => {
    const [, forecast] = renderConfigReference().split('# Forecasting volatility');
    expect(forecast).toContain('With `forecasters[].name: har`:');
    expect(forecast).toContain(
      '| `forecasters[].clip` | `{ low: 0.7, high: 1.5 }` | a group of keys (low, high) or null |',
    );
    expect(forecast).toContain(
      '## forecast: `forecasters[].members[]`\n\nAs in [forecast: `forecasters[]`](#forecast-forecasters).',
    );
    expect(forecast).toContain('| `walkForward.networkRefitEveryDays` | `252` |');
  });
});

describe('regime-hedge schema', () => {
  it.each([
    [[], 'walkForward'],
    [['backtest'], 'walkForward'],
    [['simulate'], 'daysPerStep'],
    [['price'], 'fixings'],
    [['train'], 'network'],
    [['regimes'], 'detector'],
    [['forecast'], 'horizons'],
  ])('prints the schema of %j', async (names, key) => {
    const { code, stdout } = await runCli(['schema', ...names]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout).properties)).toContain(key);
  });

  it('answers an unknown command with the nearest', async () => {
    expect(await runCli(['schema', 'trian'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: schema trian: did you mean train?\n',
    });
  });
});
