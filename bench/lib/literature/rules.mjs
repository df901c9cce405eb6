import { createBartlettDeltaHedger } from '../../../dist/hedgers/bartlett-delta.js';
import { createBlackScholesDeltaHedger } from '../../../dist/hedgers/black-scholes-delta.js';
import { createDeltaBandHedger } from '../../../dist/hedgers/delta-band.js';
import { createDeltaVegaHedger } from '../../../dist/hedgers/delta-gamma.js';
import { createWhalleyWilmottHedger } from '../../../dist/hedgers/whalley-wilmott.js';

// To bands so wide, and aversions so low, that nothing is traded.
const widths = [...Array.from({ length: 21 }, (_, k) => k / 100), 0.25, 0.3, 0.4, 0.5, 0.7, 1];
const aversions = [0, ...Array.from({ length: 21 }, (_, k) => 2 ** (k - 10))];

export const delta = { policy: 'delta', make: () => createBlackScholesDeltaHedger() };

/** The bar: one constant half-width, tuned. */
export const band = { policy: 'band', grid: widths, make: (halfWidth) => createDeltaBandHedger({ halfWidth }) };

export const whalleyWilmott = {
  policy: 'whalley-wilmott',
  grid: aversions,
  make: (riskAversion) => createWhalleyWilmottHedger({ riskAversion }),
};

/** Black–Scholes delta at one volatility, whatever is quoted. */
export const deltaAt = (volAnnual) => ({ policy: 'delta', make: () => createBlackScholesDeltaHedger({ volAnnual }) });

export const bartlett = (sabr) => ({ policy: 'bartlett', make: () => createBartlettDeltaHedger({ sabr }) });

/** The best of what rules make of two instruments: the second neutralises vega, each within a band of its own. */
export const deltaVegaBand = {
  policy: 'band',
  grid: [0, 0.05, 0.1, 0.2, 0.3, 0.5].flatMap((halfWidth) =>
    [0, 0.02, 0.05, 0.1, 0.2, 0.5, 1].map((instrumentHalfWidth) => ({ halfWidth, instrumentHalfWidth })),
  ),
  make: (widths) => createDeltaVegaHedger(widths),
};
