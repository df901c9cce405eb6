import { describe, expect, it } from 'vitest';
import { backtestConfigSchema } from '../../src/backtest/config.ts';
import { callersData } from '../../src/backtest/market-data.ts';
import { reproduceCommand } from '../../src/report/reproduce-command.ts';

describe('reproduceCommand', () => {
  it('is the bare command with its seed for the defaults', () => {
    const { command } = reproduceCommand(backtestConfigSchema.parse({ seed: 11 }), 'bars.csv');
    expect(command).toBe('npx regime-hedge backtest --seed 11');
  });

  it('names what differs, by flags of its own where there are any', () => {
    const config = backtestConfigSchema.parse({
      data: { file: 'my data.csv', from: '2010-01-04' },
      contract: { tenorDays: 10 },
    });
    const { command, needsFile } = reproduceCommand(config, 'my data.csv');
    expect(needsFile).toBe(false);
    expect(command).toBe(
      "npx regime-hedge backtest --seed 7 --data 'my data.csv' --from 2010-01-04 --set contract.tenorDays=10",
    );
  });

  it('asks for a file where a list differs', () => {
    const config = backtestConfigSchema.parse({ policies: { bandWidths: [0, 0.1] } });
    const { command, needsFile } = reproduceCommand(config, 'bars.csv');
    expect(needsFile).toBe(true);
    expect(command).toBe('npx regime-hedge backtest config.json');
  });

  it('knows data that no command can read', () => {
    const config = backtestConfigSchema.parse({});
    expect(reproduceCommand(config, callersData).condition).toContain('by --data');
    expect(reproduceCommand(config, 'bundled').condition).toBe('');
  });

  it('says where relative data paths start', () => {
    const condition = (file: string) =>
      reproduceCommand(backtestConfigSchema.parse({ data: { file } }), file).condition;
    expect(condition('mine/bars.csv')).toContain('data paths start');
    expect(condition('/data/bars.csv')).toBe('');
  });
});
