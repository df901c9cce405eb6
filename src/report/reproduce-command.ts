import { isAbsolute } from 'node:path';
import { type BacktestConfig, backtestConfigSchema } from '../backtest/config.ts';
import { callersData } from '../backtest/market-data.ts';

/** Above this many differences from the defaults, a configuration file is easier to read than flags. */
const flagLimit = 8;

export interface Reproduction {
  readonly command: string;
  /** The configuration has to be saved as `config.json` first. */
  readonly needsFile: boolean;
  /** What else has to be seen to, in words; empty when nothing. */
  readonly condition: string;
}

/** The command that makes the same run again: flags for what differs from the defaults, or a configuration file. */
export function reproduceCommand(config: BacktestConfig, source: string): Reproduction {
  const condition = conditionOf(config, source);
  const flags = differences('', backtestConfigSchema.parse({}), config);
  if (flags === null || flags.length > flagLimit) {
    return { command: 'npx regime-hedge backtest config.json', needsFile: true, condition };
  }
  return {
    command: ['npx regime-hedge backtest', `--seed ${config.seed}`, ...flags].join(' '),
    needsFile: false,
    condition,
  };
}

function conditionOf({ data }: BacktestConfig, source: string): string {
  if (source === callersData) return ' (with the data of the script that made this run, by --data)';
  const files = [data.file, data.impliedVol.file].filter((file) => file !== undefined);
  return files.some((file) => !isAbsolute(file)) ? ' (in the folder from which its data paths start)' : '';
}

const ownFlags: Readonly<Record<string, string>> = {
  'data.file': '--data',
  'data.impliedVol.file': '--implied-vol',
  'data.from': '--from',
  'data.to': '--to',
};

/** Flags for the leaves in which `given` differs; null when one of them has no form on the command line. */
function differences(path: string, usual: unknown, given: unknown): readonly string[] | null {
  if (path === 'seed' || JSON.stringify(usual) === JSON.stringify(given)) return [];
  if (isRecord(usual) && isRecord(given)) {
    const flags: string[] = [];
    for (const key of new Set([...Object.keys(usual), ...Object.keys(given)])) {
      const inner = differences(path === '' ? key : `${path}.${key}`, usual[key], given[key]);
      if (inner === null) return null;
      flags.push(...inner);
    }
    return flags;
  }
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return null;
  const own = ownFlags[path];
  return [own === undefined ? `--set ${path}=${shellWord(String(given))}` : `${own} ${shellWord(String(given))}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
