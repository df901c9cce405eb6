import { bachelierPrice } from '../../dist/contracts/bachelier.js';
import { blackScholesPrice } from '../../dist/contracts/black-scholes.js';
import { createRandomStream } from '../../dist/math/random.js';

const QUOTES = 200_000;
const FORWARD = 100;
const YEARS = 0.25;
const TARGET_RATE = 2;

/** Out-of-the-money options on a forward of 100, all of a quarter of a year, at random volatilities. */
function quotes(name, { deviations, vols, price }) {
  const stream = createRandomStream(1, 'bench', name);
  const columns = { price: shared(), strike: shared(), vol: shared() };
  const isCall = new Uint8Array(QUOTES);
  for (let i = 0; i < QUOTES; ) {
    const vol = vols[0] + (vols[1] - vols[0]) * stream.uniform();
    const strike = price.strike(vol, deviations * (2 * stream.uniform() - 1));
    const type = strike >= FORWARD ? 'call' : 'put';
    const value = price.of(type, strike, vol);
    if (!(value > 1e-12)) continue;
    columns.price[i] = value;
    columns.strike[i] = strike;
    columns.vol[i] = vol;
    isCall[i] = Number(type === 'call');
    i++;
  }
  return { ...columns, ...callsFirst(columns, isCall) };
}

const shared = () => new Float64Array(new SharedArrayBuffer(QUOTES * Float64Array.BYTES_PER_ELEMENT));

/** Calls before puts, since a column holds one type. */
function callsFirst(columns, isCall) {
  const order = Array.from(isCall.keys()).sort((a, b) => isCall[b] - isCall[a]);
  const sorted = {};
  for (const [key, column] of Object.entries(columns)) {
    sorted[key] = shared();
    order.forEach((from, to) => {
      sorted[key][to] = column[from];
    });
  }
  return { ...sorted, forward: shared().fill(FORWARD), calls: isCall.reduce((sum, value) => sum + value, 0) };
}

const lognormal = {
  strike: (vol, deviations) => FORWARD * Math.exp(deviations * vol * Math.sqrt(YEARS)),
  of: (type, strike, vol) => blackScholesPrice(type, FORWARD, strike, YEARS, 0, vol),
};
const normal = {
  strike: (vol, deviations) => FORWARD + deviations * vol * Math.sqrt(YEARS),
  of: (type, strike, vol) => bachelierPrice(type, FORWARD, strike, YEARS, 0, 0, vol),
};

const common = { quotesCount: QUOTES, forward: FORWARD, years: YEARS, targetRate: TARGET_RATE };

export const impliedVolCases = [
  {
    ...common,
    name: 'implied vol, within 2 deviations',
    model: 'black',
    deviations: 2,
    vols: [0.1, 0.6],
    price: lognormal,
  },
  {
    ...common,
    name: 'implied vol, within 6 deviations',
    model: 'black',
    deviations: 6,
    vols: [0.05, 1.5],
    price: lognormal,
  },
  {
    ...common,
    name: 'implied normal vol, within 6 deviations',
    model: 'bachelier',
    deviations: 6,
    vols: [1, 40],
    price: normal,
  },
].map((entry) => ({ ...entry, createQuotes: () => quotes(entry.name, entry) }));
