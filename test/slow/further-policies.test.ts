import { beforeAll, describe, expect, it } from 'vitest';
import { type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { fittedPolicies, furtherDeepPolicies, furtherPolicies, mainPolicies } from '../../src/backtest/policy-names.ts';
import type { BacktestRun } from '../../src/backtest/results.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { checkCombinations } from '../../src/backtest/terms-of-config.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { firstBars, marketData, shortConfig } from '../backtest/short-job.ts';

/** Those that bars alone are enough for. */
const ofBars = furtherPolicies.filter((name) => name !== 'liquidity-forecast');
const include = [...ofBars, ...furtherDeepPolicies, 'switcher-hmm', 'delta-band', 'delta'] as const;
const config: BacktestConfigInput = {
  ...shortConfig,
  forecast: { lstm: { ...shortConfig.forecast?.lstm, ensemble: 2 } },
  policies: {
    ...shortConfig.policies,
    include: [...include],
    everyDays: [1, 5],
    corrections: [0, 0.1],
    switcher: { minimumDwellDays: 3, minimumGain: 0, candidates: ['spot-vol', 'leland'] },
  },
};

describe('further policies in the main job', () => {
  let bars: Bars;
  let full: BacktestRun;

  beforeAll(async () => {
    bars = await firstBars(780);
    full = await runBacktest(config, { data: marketData(bars), threads: 0 });
  });

  it('are compared in the order asked for, and no others', () => {
    expect(full.results.policies.map(({ name }) => name)).toEqual(include);
    for (const { metrics } of full.results.policies) expect(metrics.objective).toBeGreaterThan(0);
    const versusDelta = full.results.policies.at(-1)?.uncertainty.objectiveVersusDelta;
    expect(versusDelta).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('record what was chosen for each, from its grid', () => {
    for (const { further, bandWidth, deepObjective, riskAversion, switchers } of full.results.refits) {
      expect(Object.keys(further ?? {}).sort()).toEqual([...ofBars].sort());
      expect([0, 0.1]).toContain(further?.['spot-vol'].correction);
      expect([1, 5]).toContain(further?.['periodic-delta'].everySteps);
      expect([0, 0.05, 0.1]).toContain(further?.['minimum-variance'].halfWidth);
      expect(Number.isFinite(further?.['minimum-variance'].a)).toBe(true);
      expect([0, 0.5, 1, 2]).toContain(further?.['uncertain-forecast'].uncertainty);
      expect(bandWidth).not.toBeNull();
      expect([deepObjective, riskAversion]).toEqual([null, null]);
      for (const name of switchers[0].assignment) expect(['spot-vol', 'leland']).toContain(name);
    }
  });

  it('decide the same to the bit when the bars end at a row', async () => {
    const last = 700;
    const cut = await runBacktest(config, { data: marketData(sliceBars(bars, 0, last + 1)), threads: 0 });
    const linesOf = ({ decisions: d }: BacktestRun) =>
      Array.from({ length: d.rows }, (_, i) => i)
        .filter((i) => d.row[i] <= last)
        .map((i) => [d.policyNames[d.policy[i]], d.row[i] - d.step[i], d.row[i], d.holding[i]].join())
        .sort();
    const lines = linesOf(cut);
    expect(lines.length).toBeGreaterThan(500);
    expect(lines).toEqual(linesOf(full));
  });
});

describe('policies.include', () => {
  const check = (changes: BacktestConfigInput['policies']) => () =>
    checkCombinations(backtestConfigSchema.parse({ policies: changes }));

  it('is the eight policies of the main job by default', () => {
    expect(backtestConfigSchema.parse({}).policies.include).toEqual(mainPolicies);
    expect(mainPolicies).toHaveLength(8);
    expect(check({})).not.toThrow();
  });

  it.each(['bartlett', 'delta-gamma', 'delta-vega'] as const)('refuses %s, and says why', (name) => {
    expect(check({ include: ['delta', 'delta-band', name] })).toThrow(InputError);
    expect(check({ include: ['delta', 'delta-band', name] })).toThrow(
      new RegExp(`^policies.include holds ${name}, which needs .*: leave it out here, or run it on simulated paths`),
    );
  });

  it('refuses a forecast of one member where its spread is read', () => {
    const include = ['delta', 'delta-band', 'uncertain-forecast'] as const;
    expect(check({ include: [...include] })).not.toThrow();
    const single = backtestConfigSchema.parse({ policies: { include: [...include] }, forecast: { signal: 'har' } });
    expect(() => checkCombinations(single)).toThrow(
      /^policies.include holds uncertain-forecast, which needs a forecast of several members/,
    );
    const candidates = {
      include: ['delta', 'delta-band', 'switcher-hmm'],
      switcher: { candidates: ['delta', 'uncertain-forecast'] },
    } as const;
    const handed = backtestConfigSchema.parse({ policies: candidates, forecast: { signal: 'har' } });
    expect(() => checkCombinations(handed)).toThrow(/^policies.switcher.candidates holds uncertain-forecast/);
  });

  it('fits what another starts from before it, whatever the order asked for', () => {
    const { policies } = backtestConfigSchema.parse({
      policies: { include: ['uncertain-forecast', 'delta-band', 'delta', 'forecast-adjusted'] },
    });
    expect([...fittedPolicies(policies)].at(-1)).toBe('uncertain-forecast');
  });

  it('refuses a comparison without its references, a policy named twice, and a grid that holds nothing for one', () => {
    expect(check({ include: ['delta', 'leland'] })).toThrow('policies.include lacks delta-band');
    expect(check({ include: ['delta-band', 'leland'] })).toThrow('policies.include lacks delta:');
    expect(check({ include: ['delta', 'delta-band', 'delta'] })).toThrow('holds delta twice');
    const include = ['delta', 'delta-band', 'zakamouline'] as const;
    expect(check({ include: [...include], riskAversions: [0] })).toThrow(
      'policies.riskAversions holds nothing above 0',
    );
    expect(check({ include: [...include], riskAversions: [0, 4] })).not.toThrow();
  });
});
