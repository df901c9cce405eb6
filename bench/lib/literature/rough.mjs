import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { cvar } from '../../../dist/risk/cvar.js';
import { createRoughBergomi } from '../../../dist/simulate/rough-bergomi.js';
import { hedgingCase } from './hedging-case.mjs';
import { band, deltaAt, whalleyWilmott } from './rules.mjs';

// Rough Bergomi as in the thesis code of westgluf (5598c48): one year in 100 steps, a short at-the-money call, premium the mean payoff –
// there of the training paths, here of the test paths –, expected shortfall 95 % of the loss; costs on every trade, nothing for the last. Delta is Black–Scholes at 23.5 %.
const VOL = 0.235;
const market = createRoughBergomi({
  hurst: 0.07,
  volOfVol: 1.9,
  correlation: -0.7,
  forwardVariance: VOL ** 2,
  daysPerYear: 100,
});

const cases = [
  { name: 'rough es95', costBps: 0, delta: 11.5921, network: 10.4442 },
  { name: 'rough es95 cost', costBps: 10, delta: 12.0082, network: 10.6658 },
];

export const roughCases = cases.map(({ name, costBps, delta, network }) =>
  hedgingCase({
    name,
    problem: {
      market,
      steps: 100,
      terms: {
        contract: { type: 'call', strike: 1 },
        position: -1,
        underlying: plainUnderlying(0),
        frictions: { underlying: [{ kind: 'proportional', costBps }] },
        unwinds: false,
      },
    },
    criterion: cvar(0.95),
    unit: 'money at a spot of 100',
    premium: 'mean payoff',
    rules: [deltaAt(VOL), whalleyWilmott, band],
    deep: [{ head: costBps === 0 ? 'correction' : 'free-band', paths: 4096, steps: 1000 }],
    published: { delta: { value: delta }, deep: { value: network } },
    target: { value: network, tolerance: 0 },
  }),
);
