import { describe, expect, it } from 'vitest';
import { type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { checkCombinations, hedgingTerms } from '../../src/backtest/terms-of-config.ts';
import { parseAssignment } from '../../src/cli/apply-overrides.ts';
import { resolveConfig } from '../../src/cli/resolve-config.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from '../market/temp-files.ts';

const { write } = temporaryFiles();
const parse = (input: BacktestConfigInput) => backtestConfigSchema.parse(input);
const futures = { kind: 'futures', model: 'bachelier' } as const;

describe('hedgingTerms', () => {
  it('is the plain case by default', () => {
    expect(hedgingTerms(parse({ rateAnnual: 0.02, contract: { type: 'put', side: 'long', moneyness: 0.9 } }))).toEqual({
      contract: { type: 'put', strike: 0.9 },
      position: 1,
      underlying: { kind: 'spot', model: 'black-scholes', rateAnnual: 0.02, yieldAnnual: 0 },
      frictions: { underlying: [{ kind: 'proportional', costBps: 10 }] },
    });
  });

  it.each([
    [{ kind: 'spot', dividendYieldAnnual: 0.02 }, 0.02],
    [{ kind: 'futures' }, 0.05],
    [{ kind: 'fx', foreignRateAnnual: 0.01 }, 0.01],
  ] as const)('takes the yield of %o', (underlying, yieldAnnual) => {
    expect(hedgingTerms(parse({ rateAnnual: 0.05, underlying })).underlying).toMatchObject({ yieldAnnual });
  });

  it('adds frictions to costBps, and takes terms in place of type and moneyness', () => {
    const terms = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } as const;
    const frictions = [{ kind: 'lots', lotUnits: 0.1 }] as const;
    const hedging = hedgingTerms(parse({ costBps: 3, frictions: [...frictions], contract: { terms } }));
    expect(hedging.contract).toEqual(terms);
    expect(hedging.frictions.underlying).toEqual([{ kind: 'proportional', costBps: 3 }, ...frictions]);
  });
});

/** What does not go together, and what the one line must say. */
const impossible: readonly (readonly [BacktestConfigInput, readonly string[]])[] = [
  [{ underlying: { kind: 'fx', dividendYieldAnnual: 0.1 } }, ['underlying.dividendYieldAnnual is 0.1', 'foreignRateA']],
  [{ underlying: { kind: 'futures', dividendYieldAnnual: 0.1 } }, ['futures pay no dividends', 'spot']],
  [{ underlying: { foreignRateAnnual: 0.1 } }, ['underlying.foreignRateAnnual is 0.1', 'fx', 'dividendYieldAnnual']],
  [{ underlying: { kind: 'futures', foreignRateAnnual: 0.1 } }, ['foreignRateAnnual', 'underlying.kind fx']],
  [{ data: { priceShift: 50 } }, ['data.priceShift is 50', 'futures', 'bachelier']],
  [{ data: { priceShift: 50 }, underlying: { kind: 'futures' } }, ['data.priceShift is 50', 'bachelier']],
  [{ data: { priceShift: 50 }, underlying: { model: 'bachelier' } }, ['data.priceShift is 50', 'futures']],
  [{ data: { priceShift: 50, impliedVol: { file: 'v.csv' } }, underlying: futures }, ['data.impliedVol.file', 'leave']],
  [{ market: { name: 'bachelier', volMoneyAnnual: 20 } }, ['market.name is bachelier', 'underlying.model bachelier']],
  [{ market: { name: 'heston' } }, ['market heston cannot be fitted to bars', 'volOfVol', 'gjr-garch']],
  [{ market: { name: 'heston', volOfVol: 1 } }, ['market heston', 'correlation']],
  [{ market: { name: 'gjr-garch', alpha: 0.1 } }, ['market gjr-garch is given alpha', 'omega, gamma, beta', 'or none']],
  [
    { contract: { terms: { type: 'lookback', option: 'call', kind: 'floating' } }, underlying: futures },
    ['contract', 'lookback', 'bachelier', 'straddle'],
  ],
  [
    { contract: { terms: { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 1.1 } } },
    ['barrier is 1.1', 'below the price', 'in-barrier'],
  ],
  [{ contract: { terms: { type: 'call', strike: -1 } } }, ['strike is -1', 'bachelier']],
  [{ frictions: [{ kind: 'half-spread', signal: 'halfSpreadBps' }] }, ['frictions.0.signal', 'data.halfSpread.file']],
  [
    { data: { halfSpread: { file: 's.csv' } }, frictions: [{ kind: 'half-spread', signal: 'spread' }] },
    ["frictions.0.signal is 'spread'", 'halfSpreadBps'],
  ],
  [{ data: { halfSpread: { file: 's.csv' } } }, ['data.halfSpread.file is ', 'no friction reads it', 'leave it out']],
  [
    { data: { halfSpread: { file: 's.csv' } }, frictions: [{ kind: 'half-spread', halfSpreadBps: 1 }] },
    ['no friction reads it'],
  ],
  [
    { contract: { tenorDays: 5 }, frictions: [{ kind: 'delay', delaySteps: 5 }] },
    ['frictions.0.delaySteps is 5', "fewer than the contract's 5 days"],
  ],
  [{ market: { name: 'gbm', driftAnnual: 0.1 } }, ['market gbm is fitted', 'driftAnnual has no effect']],
];

describe('impossible combinations', () => {
  it.each(impossible)('%j: one clear line', (input, says) => {
    const check = () => checkCombinations(parse(input));
    expect(check).toThrow(InputError);
    for (const words of says) expect(check).toThrow(words);
    expect(check).not.toThrow('\n');
  });

  it.each(impossible)('%j: told with the file', async (input, says) => {
    const file = write('c.json', JSON.stringify(input, null, 2));
    const { message } = await rejection(resolveConfig(file, []));
    expect(message.startsWith(file)).toBe(true);
    for (const words of says) expect(message).toContain(words);
  });

  it('lets everything through that goes together', () => {
    for (const input of [
      {},
      { underlying: { kind: 'fx', foreignRateAnnual: 0.1 } },
      { underlying: futures, data: { priceShift: 50 }, market: { name: 'bachelier', volMoneyAnnual: 20 } },
      { market: { name: 'gjr-garch' } },
      { contract: { tenorDays: 5 }, frictions: [{ kind: 'delay', delaySteps: 4 }] },
      { data: { halfSpread: { file: 's.csv' } }, frictions: [{ kind: 'half-spread', signal: 'halfSpreadBps' }] },
    ] as const) {
      expect(() => checkCombinations(backtestConfigSchema.parse(input))).not.toThrow();
    }
  });
});

describe('a configuration file', () => {
  it.each([
    ['market: { name: hestn }', 'line 1, column 17: market.name is "hestn"', 'did you mean heston?'],
    ['market:\n  name: gbm\n  volanual: 1', 'line 3, column 3: unknown key market.volanual', 'market.volAnnual?'],
    ['contract: { terms: { type: asain } }', 'line 1, column 28: contract.terms.type', 'did you mean asian?'],
    [
      'contract:\n  terms: { type: call, strke: 1 }',
      'line 2, column 24: unknown key contract.terms.strke',
      'did you mean contract.terms.strike?',
    ],
    ['frictions:\n  - kind: lot', 'line 2, column 11: frictions.0.kind is "lot"', 'did you mean lots?'],
    ['frictions:\n  - { kind: lots, lotUnit: 1 }', 'line 2, column 19: unknown key frictions.0.lotUnit', 'lotUnits?'],
    ['underlying: { kind: future }', 'line 1, column 21: underlying.kind is "future"', 'did you mean futures?'],
    ['underlying:\n  model: bachelir', 'line 2, column 10', 'did you mean bachelier?'],
    ['data: { halfspread: { file: a.csv } }', 'line 1, column 9: unknown key data.halfspread', 'data.halfSpread?'],
    ['data: { priceShift: 5 }', 'line 1, column 21: data.priceShift is 5', 'bachelier'],
    ['contract: { terms: { type: call, strike: -1 } }', 'line 1, column ', 'strike is -1'],
    ['market: { name: heston }', 'line 1, column 9: market heston', 'cannot be fitted to bars'],
  ])('%j', async (text, where, hint) => {
    const { message } = await rejection(resolveConfig(write('c.yaml', text), []));
    expect(message).toContain(where);
    expect(message).toContain(hint);
  });

  it('is not blamed for a flag', async () => {
    const file = write('c.yaml', 'seed: 1');
    const { message } = await rejection(resolveConfig(file, [parseAssignment('data.priceShift=5')]));
    expect(message).toMatch(/^--set data.priceShift=5: data\.priceShift is 5/);
  });
});
