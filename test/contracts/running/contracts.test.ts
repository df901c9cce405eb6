import type { ContractTerms } from '../../../src/contracts/contract-terms.ts';
import type { Underlying } from '../../../src/contracts/underlying.ts';
import { type ContractCase, describeContractCase } from '../contract-suite.ts';

const share: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.02 };
const futures: Underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.04 };
const currency: Underlying = { kind: 'fx', model: 'black-scholes', rateAnnual: 0.01, yieldAnnual: 0.05 };
const normal: Underlying = { kind: 'spot', model: 'bachelier', rateAnnual: 0.06, yieldAnnual: 0.01 };
const plain: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0, yieldAnnual: 0 };

const last = (levels: readonly number[]) => levels[levels.length - 1];
const call = (price: number, strike: number) => Math.max(price - strike, 0);
const put = (price: number, strike: number) => Math.max(strike - price, 0);
const fixingsOf = (levels: readonly number[]) => levels.slice(1);
const mean = (levels: readonly number[]) => levels.reduce((sum, level) => sum + level, 0) / levels.length;

function squares(levels: readonly number[]): number {
  return levels.slice(1).reduce((sum, level, i) => sum + Math.log(level / levels[i]) ** 2, 0);
}

const cases: Record<string, Omit<ContractCase, 'underlying'> & { underlyings: readonly Underlying[] }> = {
  call: {
    terms: { type: 'call', strike: 1.03 },
    underlyings: [plain, share, futures, currency, normal],
    payoff: (levels) => call(last(levels), 1.03),
  },
  put: {
    terms: { type: 'put', strike: 0.98 },
    underlyings: [share, normal],
    payoff: (levels) => put(last(levels), 0.98),
  },
  straddle: {
    terms: { type: 'straddle', strike: 1 },
    underlyings: [share, normal],
    payoff: (levels) => Math.abs(last(levels) - 1),
  },
  strangle: {
    terms: { type: 'strangle', strikes: [0.95, 1.1] },
    underlyings: [futures],
    payoff: (levels) => put(last(levels), 0.95) + call(last(levels), 1.1),
  },
  'call spread': {
    terms: { type: 'call-spread', strikes: [0.95, 1.1] },
    underlyings: [currency],
    payoff: (levels) => call(last(levels), 0.95) - call(last(levels), 1.1),
  },
  'put spread': {
    terms: { type: 'put-spread', strikes: [0.95, 1.1] },
    underlyings: [share],
    payoff: (levels) => put(last(levels), 1.1) - put(last(levels), 0.95),
  },
  collar: {
    terms: { type: 'collar', strikes: [0.95, 1.1] },
    underlyings: [share],
    payoff: (levels) => put(last(levels), 0.95) - call(last(levels), 1.1),
  },
  condor: {
    terms: { type: 'condor', strikes: [0.85, 0.95, 1.05, 1.2] },
    underlyings: [normal],
    payoff: (levels) =>
      call(last(levels), 0.85) - call(last(levels), 0.95) - call(last(levels), 1.05) + call(last(levels), 1.2),
  },
  'straight pieces': {
    terms: {
      type: 'piecewise-linear',
      points: [
        [0.9, -0.1],
        [1, 0.2],
        [1.2, 0.1],
      ],
      leftSlope: -0.5,
      rightSlope: 2,
    },
    underlyings: [share, normal],
    payoff(levels) {
      const x = last(levels);
      if (x < 0.9) return -0.1 - 0.5 * (x - 0.9);
      if (x < 1) return -0.1 + 3 * (x - 0.9);
      return x < 1.2 ? 0.2 - 0.5 * (x - 1) : 0.1 + 2 * (x - 1.2);
    },
  },
  'digital cash call': {
    terms: { type: 'digital', option: 'call', strike: 1.02, pays: 'cash', cash: 0.5 },
    underlyings: [share, normal],
    payoff: (levels) => (last(levels) > 1.02 ? 0.5 : 0),
  },
  'digital asset put': {
    terms: { type: 'digital', option: 'put', strike: 1.02, pays: 'asset' },
    underlyings: [currency, normal],
    payoff: (levels) => (last(levels) < 1.02 ? last(levels) : 0),
  },
  'arithmetic Asian call': {
    terms: { type: 'asian', option: 'call', average: 'arithmetic', strike: 1.01 },
    underlyings: [share, futures, normal],
    payoff: (levels) => call(mean(fixingsOf(levels)), 1.01),
  },
  'arithmetic Asian put': {
    terms: { type: 'asian', option: 'put', average: 'arithmetic', strike: 1.01 },
    underlyings: [currency, normal],
    payoff: (levels) => put(mean(fixingsOf(levels)), 1.01),
  },
  'geometric Asian put': {
    terms: { type: 'asian', option: 'put', average: 'geometric', strike: 1.01 },
    underlyings: [share],
    payoff: (levels) => put(Math.exp(mean(fixingsOf(levels).map(Math.log))), 1.01),
  },
  'fixed lookback call': {
    terms: { type: 'lookback', option: 'call', kind: 'fixed', strike: 1.05 },
    underlyings: [share],
    payoff: (levels) => call(Math.max(...levels), 1.05),
  },
  'fixed lookback put': {
    terms: { type: 'lookback', option: 'put', kind: 'fixed', strike: 1.05 },
    underlyings: [currency],
    payoff: (levels) => put(Math.min(...levels), 1.05),
  },
  'floating lookback call': {
    terms: { type: 'lookback', option: 'call', kind: 'floating' },
    underlyings: [plain],
    payoff: (levels) => last(levels) - Math.min(...levels),
  },
  'floating lookback put': {
    terms: { type: 'lookback', option: 'put', kind: 'floating' },
    underlyings: [share],
    payoff: (levels) => Math.max(...levels) - last(levels),
  },
  'down-and-out call': {
    terms: { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 0.97, barrier: 0.85 },
    underlyings: [share],
    payoff: (levels) => (Math.min(...levels) > 0.85 ? call(last(levels), 0.97) : 0),
  },
  'down-and-in put with rebate': {
    terms: { type: 'barrier', option: 'put', knock: 'down-and-in', strike: 1.05, barrier: 0.9, rebate: 0.02 },
    underlyings: [futures],
    payoff: (levels) => (Math.min(...levels) <= 0.9 ? put(last(levels), 1.05) : 0.02),
  },
  'up-and-in call': {
    terms: { type: 'barrier', option: 'call', knock: 'up-and-in', strike: 1, barrier: 1.12 },
    underlyings: [currency],
    payoff: (levels) => (Math.max(...levels) >= 1.12 ? call(last(levels), 1) : 0),
  },
  'up-and-out put with rebate': {
    terms: { type: 'barrier', option: 'put', knock: 'up-and-out', strike: 1, barrier: 1.15, rebate: 0.03 },
    underlyings: [share],
    payoff: (levels) => (Math.max(...levels) < 1.15 ? put(last(levels), 1) : 0.03),
  },
  'forward-start call': {
    terms: { type: 'forward-start', option: 'call', moneyness: 1.02, startShare: 0.3 },
    underlyings: [share, normal],
    payoff: (levels) => call(last(levels), 1.02 * levels[2]),
  },
  'forward-start put': {
    terms: { type: 'forward-start', option: 'put', moneyness: 0.97, startShare: 0.7 },
    underlyings: [currency, normal],
    payoff: (levels) => put(last(levels), 0.97 * levels[6]),
  },
  'variance swap': {
    terms: { type: 'variance-swap', strikeVol: 0.25, notional: 2 },
    underlyings: [share],
    payoff: (levels, years) => 2 * (squares(levels) / years - 0.0625),
  },
  book: {
    terms: {
      type: 'book',
      legs: [
        { quantity: -2, contract: { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } },
        { quantity: 0.5, contract: { type: 'lookback', option: 'put', kind: 'floating' } },
        { quantity: 1, contract: { type: 'call', strike: 1.1 } },
      ],
    } satisfies ContractTerms,
    underlyings: [share],
    payoff: (levels) =>
      -2 * call(mean(fixingsOf(levels)), 1) + 0.5 * (Math.max(...levels) - last(levels)) + call(last(levels), 1.1),
  },
};

for (const [name, { underlyings, ...contract }] of Object.entries(cases)) {
  for (const underlying of underlyings) describeContractCase(name, { ...contract, underlying });
}
