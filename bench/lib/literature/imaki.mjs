import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { entropic } from '../../../dist/risk/entropic.js';
import { createGbm } from '../../../dist/simulate/gbm.js';
import { hedgingCase } from './hedging-case.mjs';
import { band, delta, whalleyWilmott } from './rules.mjs';

// Imaki, Imajo, Ito, Minami and Nakagawa (2021): volatility 20 %, 10 bps of every trade, nothing for the last, entropic risk
// at aversion 1 per unit of money. Their "30 days" are 28 moves of 1/365 year whose drift −σ²t/2 is that of 30 days, and the spot is 1.
const MOVES = 28;
const VOL = 0.2;
const theirDrift = ((-VOL * VOL) / 2) * (30 / MOVES - 1);
const markets = {
  1: createGbm({ volAnnual: VOL, driftAnnual: theirDrift, daysPerYear: 365 }),
  100: createGbm({ volAnnual: VOL, daysPerYear: 365 }),
};
const contracts = {
  european: { type: 'call', strike: 1 },
  lookback: { type: 'lookback', option: 'call', kind: 'fixed', strike: 1.03 },
};

/** Outputs of the notebook beside the paper, by contract; the spot of the paper is 1, at which aversion 1 is next to none, and 100, at which it counts. */
const published = {
  european: { network: 0.022544 },
  lookback: { network: 0.018293 },
};

export const imakiCases = Object.keys(contracts).flatMap((contract) =>
  [1, 100].map((spot) => {
    const level = spot === 1 ? published[contract].network : undefined;
    return hedgingCase({
      name: `imaki ${contract}${spot === 1 ? '' : ' spot 100'}`,
      problem: {
        market: markets[spot],
        steps: MOVES,
        isPaired: true,
        moneyness: contracts[contract].strike,
        terms: {
          contract: contracts[contract],
          position: -1,
          underlying: plainUnderlying(0),
          frictions: { underlying: [{ kind: 'proportional', costBps: 10 }] },
          unwinds: false,
        },
      },
      // P&L is in percent of spot.
      criterion: entropic(spot / 100),
      unit: 'price to ask, in money',
      scale: spot / 100,
      premium: 'none',
      // At aversion 1 on a spot of 1 a hedge changes little: nearly all of the error is that of the payoff.
      pace: {
        testPaths: 1_000_000,
        ...(contract === 'european' && { tuningPaths: 200_000 }),
        ...(spot === 1 && { controlPaths: 16_000_000 }),
      },
      rules: [delta, whalleyWilmott, band],
      // The lower rate was chosen on tuning paths: at the other one the lookback's network ends without a trade.
      deep: [{ head: 'free-band', paths: 8192, steps: 1000, ...(spot === 1 && { learningRate: 0.002 }) }],
      ...(level !== undefined && { published: { deep: { value: level } }, target: { value: level, tolerance: 0 } }),
    });
  }),
);
