import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadMarketData } from '../../src/backtest/market-data.ts';
import { planRun } from '../../src/backtest/plan-run.ts';
import { checkCombinations } from '../../src/backtest/terms-of-config.ts';
import { resolveConfig, resolveFile } from '../../src/cli/resolve-config.ts';
import { simulateFileKeys, simulateSchema } from '../../src/cli/simulate-schema.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const built = existsSync(new URL('../../dist/simulate/index.js', import.meta.url));

describe('examples/data', () => {
  // The script takes the built package: `npm test` builds first.
  it.skipIf(!built)('is what its script draws, to the byte', async () => {
    const script = `${examples}data/make-samples.mjs`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, '--check']);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toHaveLength(readdirSync(`${examples}data`).length - 1);
  });

  it('is small', () => {
    for (const name of readdirSync(`${examples}data`)) {
      expect(statSync(`${examples}data/${name}`).size).toBeLessThan(150_000);
    }
  });
});

describe('configurations in examples', () => {
  it.each(readdirSync(examples).filter((name) => name.endsWith('.yaml')))('%s can be run', async (name) => {
    const config = await resolveConfig(`${examples}${name}`, []);
    checkCombinations(config);
    const data = await loadMarketData(config);
    expect(planRun(data, config).policyRefits.length).toBeGreaterThan(0);
  });

  it.each(readdirSync(`${examples}markets`))('markets/%s can be read', async (name) => {
    const { config } = await resolveFile(simulateSchema, `${examples}markets/${name}`, [], simulateFileKeys);
    const { bars, impliedVol, quotes } = config.data;
    for (const file of [bars, impliedVol, quotes]) expect(file === undefined || existsSync(file)).toBe(true);
  });
});
