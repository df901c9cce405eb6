import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bachelierPrice } from '../../src/contracts/bachelier.ts';
import { hestonPrice } from '../../src/contracts/heston-price.ts';
import { captureStream, runCli, useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();
const call = 'contract: { type: call, strike: 100 }\nspot: 100\nyears: 1\n';
const asian = 'contract: { type: asian, option: call, average: arithmetic, strike: 100 }\nspot: 100\nyears: 0.25\n';
const heston =
  'market: { name: heston, initialVariance: 0.04, meanReversionAnnual: 1, longRunVariance: 0.04, volOfVol: 2, correlation: -0.7 }\n';

const hestonTerms = {
  ...{ initialVariance: 0.04, meanReversionAnnual: 1, longRunVariance: 0.04, volOfVol: 2, correlation: -0.7 },
};

const price = (text: string, ...argv: readonly string[]) =>
  runCli(['price', folder.write('contract.yaml', text), ...argv]);

async function priceJson(text: string) {
  const { code, stdout, stderr } = await price(text, '--json');
  expect(code).toBe(0);
  // A slow machine shows how far it is.
  expect(stderr).toMatch(/^( *\d+ % {2}paths[^\n]*\n)*$/);
  return JSON.parse(stdout);
}

describe('regime-hedge price', () => {
  it('prints price and greeks with their units, and the formula', async () => {
    const { code, stdout } = await price(`${call}vol: 0.2\n`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^call, strike 100, 1 year, spot at 100, at volatility 0\.2\n\n +formula +unit\n/);
    // 100 (2 N(0.1) − 1).
    expect(stdout).toMatch(/\nprice +7\.96557 +money\ndelta +0\.539828 /);
    expect(stdout).toMatch(/\nvanna .*\nvolga .*\n\nformula: Black–Scholes \(1973\)/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('takes a foreign rate of 0 where none is given, as the main job does', async () => {
    const { formula } = await priceJson(`${call}vol: 0.2\nunderlying: { kind: fx, rateAnnual: 0.03 }\n`);
    const share = await priceJson(`${call}vol: 0.2\nunderlying: { rateAnnual: 0.03 }\n`);
    expect(formula.greeks.price).toBe(share.formula.greeks.price);
  });

  it('finds the volatility that a price implies', async () => {
    const found = await priceJson(`${call}underlying: { rateAnnual: 0.03, dividendYieldAnnual: 0.01 }\nprice: 9\n`);
    expect(found.impliedVol).toBe(found.vol);
    expect(found.formula.greeks.price).toBeCloseTo(9, 10);
    const normal = await priceJson(
      'contract: { type: put, strike: -30 }\nunderlying: { kind: futures, model: bachelier, rateAnnual: 0.01 }\nspot: -36.98\nyears: 0.1\nprice: 12\n',
    );
    expect(normal.formula.greeks.price).toBeCloseTo(12, 10);
    expect(normal.impliedVol).toBeGreaterThan(30);
  });

  it('counts years between dates', async () => {
    const text = 'contract: { type: call, strike: 100 }\nspot: 100\nvol: 0.2\n';
    const dates = (dayCount: string) =>
      priceJson(`${text}dates: { today: 2024-01-01, expiry: 2024-12-31, dayCount: ${dayCount} }\n`);
    expect((await dates('act/365')).years).toBe(1);
    expect((await dates('act/360')).years).toBeCloseTo(365 / 360, 14);
  });

  it('prices options of the Heston market by its series', async () => {
    // Buehler et al. (2019), 30/365 years: 1.69 in the paper, 1.6918 by an independent computation.
    const found = await priceJson(`${call.replace('years: 1', `years: ${30 / 365}`)}${heston}`);
    expect(found.formula.greeks.price).toBeCloseTo(1.6918, 4);
    expect(found.monteCarlo).toBeUndefined();
  });

  it.each([
    // 100 (2 N(0.1) − 1).
    [`${call}market: { name: gbm, volAnnual: 0.2 }\n`, 7.965567, 'Black–Scholes (1973)'],
    [
      'contract: { type: put, strike: -30 }\nunderlying: { kind: futures, model: bachelier, rateAnnual: 0.03 }\nspot: -36.98\nyears: 0.5\nmarket: { name: bachelier, volMoneyAnnual: 40 }\n',
      bachelierPrice('put', -36.98, -30, 0.5, 0.03, 0.03, 40),
      'Bachelier (1900)',
    ],
    [
      `${call}market: { name: merton, volAnnual: 0.2, jumpsPerYear: 0, jumpMean: 0, jumpSd: 0 }\n`,
      7.965567,
      'mixed over the number of jumps',
    ],
    [
      `${call.replace('type: call', 'type: straddle')}${heston}`,
      2 * hestonPrice('call', 100, 100, 1, hestonTerms),
      'calls, a forward and a bond by cosine series',
    ],
    [
      `${call.replace('type: call', 'type: digital, option: call, pays: cash, cash: 1')}${heston}`,
      (hestonPrice('put', 100, 100.01, 1, hestonTerms) - hestonPrice('put', 100, 99.99, 1, hestonTerms)) / -0.02 + 1,
      'cosine series of the heston model',
    ],
    [
      `${call.replace('{ type: call, strike: 100 }', '{ type: variance-swap, strikeVol: 0.1, notional: 100 }')}${heston}`,
      // 100 (0.04 − 0.01) under continuous observation; daily fixings add ¼ (∫ v)² a year over their number.
      3.0157,
      'expected squared log returns',
    ],
  ])('prices %j in its market by a formula, with all greeks', async (text, expected, name) => {
    const { formula, monteCarlo } = await priceJson(text);
    expect(monteCarlo).toBeUndefined();
    expect(formula.greeks.price).toBeCloseTo(expected, 3);
    expect(formula.name).toContain(name);
    expect(Object.values(formula.greeks).every(Number.isFinite)).toBe(true);
    expect(Object.keys(formula.greeks)).toHaveLength(8);
  });

  it("shows Hagan's price of SABR as an approximation, and which volatility vega is by", async () => {
    const sabr = 'market: { name: sabr, volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6 }\npaths: 0\n';
    const { stdout } = await price(`${call}${sabr}`);
    expect(stdout).toMatch(/\nformula: approximation: .*Hagan, Kumar, Lesniewski and Woodward \(2002\)\n/);
    expect(stdout).toContain('\nvolatility: volAnnual\n');
  });

  it.each([80, 120])('fits a terminal of %i columns, broken between words', async (columns) => {
    const barrier =
      'contract: { type: barrier, option: call, knock: down-and-out, strike: 100, barrier: 80 }\nspot: 100\nyears: 0.5\nvol: 0.2\npaths: 0\n';
    const whole = await price(barrier);
    expect(Math.max(...whole.stdout.split('\n').map((line) => line.length))).toBeGreaterThan(200);
    const { stream, text } = captureStream(true);
    const file = folder.write('contract.yaml', barrier);
    await runCli(['price', file], { stdout: Object.assign(stream, { columns }) });
    expect(
      Math.max(
        ...text()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(columns);
    expect(text().split(/\s+/)).toEqual(whole.stdout.split(/\s+/));
  });

  // Threads load built files: `npm test` builds first.
  it.skipIf(!existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url)))(
    'prices by paths where there is no closed form, with standard errors',
    async () => {
      const { formula, monteCarlo } = await priceJson(`${asian}vol: 0.2\npaths: 20000\n`);
      expect(formula.name).toMatch(/^approximation: moments matched/);
      const { value, standardError } = monteCarlo.price;
      expect(Math.abs(value - formula.greeks.price)).toBeLessThan(3 * standardError + 0.005);
      const inMarket = await price(`${asian}${heston}paths: 2001\n`);
      expect(inMarket.stdout).toContain('in the market heston');
      expect(inMarket.stdout).toContain('by paths: 2,002 paths');
      expect(inMarket.stdout).toMatch(/\nprice +\d\.\d+ +0\.\d+ +money\n/);
      expect(inMarket.stdout).toMatch(/\ndelta .*\ngamma .*\nvega .*\nrho .*\n\n/);
      expect(inMarket.stdout).toContain('left out: theta (time would move the fixings), vanna and volga (');
      expect((await priceJson(`${asian}vol: 0.2\npaths: 0\n`)).monteCarlo).toBeUndefined();
      const sabr = 'market: { name: sabr, volAnnual: 0.2, correlation: 0.6, volOfVol: 2 }\npaths: 200\n';
      expect((await price(`${asian}${sabr}`)).stderr).toMatch(/^note: with beta 1 .* the price is no martingale/m);
    },
  );

  it.skipIf(!existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url)))(
    'gives a floating lookback the delta of its formula by paths, and says where the formula is off',
    async () => {
      const lookback =
        'contract: { type: lookback, option: put, kind: floating }\nunderlying: { kind: futures, rateAnnual: 0.05 }\nspot: 100\nyears: 0.5\nvol: 0.3\n';
      const once = await priceJson(`${lookback}fixings: 1\npaths: 20000\n`);
      for (const greek of ['delta', 'gamma']) {
        const { value, standardError } = once.monteCarlo[greek];
        expect(Math.abs(value - once.formula.greeks[greek])).toBeLessThan(4 * standardError);
      }
      const daily = await price(`${lookback}paths: 20000\n`);
      expect(daily.stdout).toMatch(/\nnote: the approximation is off in .*gamma by more than 4 standard errors/);
    },
  );

  it.each([
    [call, ['none of vol, price, market is given']],
    [`${call}vol: 0.2\nprice: 5`, ['vol and price are given']],
    [`${call}vol: 0.2\n${heston}`, ['vol and market are given']],
    [`${call}vol: 0.2\ndates: { today: 2024-01-01, expiry: 2024-02-01 }`, ['both years and dates']],
    [call.replace('years: 1', 'vol: 0.2'), ['neither years nor dates']],
    [
      call.replace('years: 1', 'vol: 0.2\ndates: { today: 2024-01-01, expiry: 2023-01-01 }'),
      ['line 4', 'dates.expiry is 2023-01-01', 'after dates.today'],
    ],
    [`${call}price: 200`, ['line 4, column 8', 'price is 200', 'below 100']],
    [`${asian}price: 5`, ['line 4', 'price is given with contract.type asian', 'give vol']],
    [`${call}vol: 0.2`.replace('strike: 100', 'strke: 100'), ['line 1, column 25', 'did you mean contract.strike?']],
    [`${call}vol: 0.2`.replace('call', 'cal'), ['line 1, column 19', 'did you mean call?']],
    [`${call}vol: 0.2`.replace('strike: 100', 'strike: -5'), ['line 1, column 33', 'strike is -5', 'bachelier']],
    [`${call}vol: 0.2`.replace('spot: 100', 'spot: -3'), ['line 2, column 7', 'spot is -3', 'bachelier']],
    [`${call}vol: 0.2\nunderlying: { kind: futurs }`, ['line 5, column 21', 'did you mean futures?']],
    [`${call}vol: 0.2\nunderlying: { foreignRateAnnual: 0.1 }`, ['belongs to kind fx']],
    [
      `${call}vol: 0.2\nunderlying: { kind: fx, dividendYieldAnnual: 0.1 }`,
      ['belongs to kind spot', 'fx takes model, rateAnnual, foreignRateAnnual', 'has foreignRateAnnual in its place'],
    ],
    [`${call}market: { name: heston }`, ['line 4, column 9', 'lacks initialVariance', 'all of its parameters']],
    [`${call}market: { name: block-bootstrap }`, ['drawn from data', 'heston']],
    [`${call}market: { name: bachelier, volMoneyAnnual: 20 }`, ['go together']],
    [`${call}market: { name: gbm, volAnnual: 0.2, driftAnnual: 0.1 }`, ['market.driftAnnual is 0.1', 'leave it out']],
    [`${asian}${heston}paths: 0`, ['paths is 0']],
    [
      'contract: { type: lookback, option: call, kind: floating }\nunderlying: { kind: futures, model: bachelier }\nspot: 1\nyears: 1\nvol: 1',
      ['line 1', 'lookback', 'straddle'],
    ],
    [
      'contract: { type: barrier, option: call, knock: down-and-out, strike: 100, barrier: 110 }\nspot: 100\nyears: 1\nvol: 0.2',
      ['line 1, column 85', 'barrier is 110', 'in-barrier'],
    ],
  ])('refuses %j in one line', async (text, says) => {
    const { code, stdout, stderr } = await price(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]*contract\.yaml[^\n]+\n$/);
    for (const words of says) expect(stderr).toContain(words);
  });

  it('needs its file', async () => {
    expect((await runCli(['price'])).stderr).toContain("missing required argument 'contract'");
    const { code, stderr } = await runCli(['price', folder.path('none.yaml')]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: ${folder.path('none.yaml')}: no such configuration file; check the path\n`,
    });
  });
});

describe('examples/contracts', () => {
  const examples = fileURLToPath(new URL('../../examples/contracts/', import.meta.url));
  it.each(readdirSync(examples))('%s is priced', async (name) => {
    const { code, stdout, stderr } = await runCli(['price', `${examples}${name}`, '--set', 'paths=0']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\nprice +-?\d/);
    expect(stdout).not.toContain('NaN');
  });
});
