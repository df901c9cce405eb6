import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blackScholesDelta,
  blackScholesGamma,
  blackScholesPrice,
  blackScholesVega,
} from '../../../src/contracts/black-scholes.ts';
import type { RunningContract } from '../../../src/contracts/contract.ts';
import type { BarrierTerms, ContractTerms, PiecewiseLinearTerms } from '../../../src/contracts/contract-terms.ts';
import { createContract } from '../../../src/contracts/create-contract.ts';
import { europeanPayoff } from '../../../src/contracts/european.ts';
import { payoffsOf } from '../../../src/contracts/payoffs-of.ts';
import { plainUnderlying, type Underlying } from '../../../src/contracts/underlying.ts';
import { drawPrices, pricesAt } from '../random-prices.ts';

const share: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.02 };
const normal: Underlying = { kind: 'spot', model: 'bachelier', rateAnnual: 0.05, yieldAnnual: 0.02 };
const seeded = { seed: 17, numRuns: 60 };
const level = fc.double({ min: 0.7, max: 1.4, noNaN: true });
const option = fc.constantFrom('call' as const, 'put' as const);
const paths = 40;
const steps = 6;
const years = 0.2;

const batchOf = (seed: number, underlying: Underlying = share) =>
  drawPrices({ paths, steps, years, vol: underlying.model === 'bachelier' ? 30 : 0.3, spot: 100, underlying, seed });

/** Runs contracts side by side; at every fixing before the last hands over their values. */
function valuesAlong(
  all: readonly ContractTerms[],
  seed: number,
  underlying: Underlying,
  see: (values: readonly Float64Array[], spot: Float64Array, yearsLeft: number) => void,
): void {
  const batch = batchOf(seed, underlying);
  const scale = batch.spot.slice(0, paths);
  const running = all.map((terms): RunningContract => createContract(terms).run(scale, steps, years));
  const vol = new Float64Array(paths).fill(underlying.model === 'bachelier' ? 30 : 0.3);
  for (let step = 0; step < steps; step++) {
    const spot = pricesAt(batch, step);
    const left = years * (1 - step / steps);
    const values = running.map((contract) => {
      contract.observe(spot);
      const out = new Float64Array(paths);
      contract.value(out, { underlying, spot, vol, years: left });
      return out;
    });
    see(values, spot, left);
  }
}

describe('a European option', () => {
  it('has the bits of blackScholesPrice and its like on a share without dividends', () => {
    fc.assert(
      fc.property(
        option,
        level,
        fc.nat(1000),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (type, strike, seed, rate) => {
          const batch = batchOf(seed);
          const scale = Float64Array.from({ length: paths }, (_, path) => 90 + path / 3);
          const running = createContract({ type, strike }).run(scale, steps);
          const vol = Float64Array.from({ length: paths }, (_, path) => 0.1 + path / 100);
          const underlying = plainUnderlying(rate);
          for (let step = 0; step <= steps; step++) {
            const spot = pricesAt(batch, step);
            running.observe(spot);
            const at = { underlying, spot, vol, years: years * (1 - step / steps) };
            const each = (one: (path: number, strike: number) => number) =>
              scale.map((unit, path) => one(path, strike * unit));
            const figure = (name: 'value' | 'delta' | 'gamma' | 'vega') => {
              const out = new Float64Array(paths);
              running[name](out, at);
              return out;
            };
            const { years: left } = at;
            if (step < steps) {
              expect(figure('value')).toEqual(each((p, k) => blackScholesPrice(type, spot[p], k, left, rate, vol[p])));
            }
            expect(figure('delta')).toEqual(each((p, k) => blackScholesDelta(type, spot[p], k, left, rate, vol[p])));
            expect(figure('gamma')).toEqual(each((p, k) => blackScholesGamma(spot[p], k, left, rate, vol[p])));
            expect(figure('vega')).toEqual(each((p, k) => blackScholesVega(spot[p], k, left, rate, vol[p])));
            if (step < steps) continue;
            const paid = new Float64Array(paths);
            running.payoff(paid);
            expect(paid).toEqual(each((p, k) => europeanPayoff(type, spot[p], k)));
            expect(figure('value')).toEqual(paid);
          }
        },
      ),
      { seed: 5, numRuns: 20 },
    );
  });
});

describe('put–call parity', () => {
  it.each([share, normal])('holds on $model for options on the last price and on averages', (underlying) => {
    fc.assert(
      fc.property(level, fc.nat(1000), (strike, seed) => {
        const { rateAnnual: r, yieldAnnual: q } = underlying;
        const asian = (type: 'call' | 'put'): ContractTerms => ({
          type: 'asian',
          option: type,
          average: 'arithmetic',
          strike,
        });
        const late = (type: 'call' | 'put'): ContractTerms => ({
          type: 'forward-start',
          option: type,
          moneyness: strike,
          startShare: 0.5,
        });
        const all: ContractTerms[] = [
          { type: 'call', strike },
          { type: 'put', strike },
          asian('call'),
          asian('put'),
          late('call'),
          late('put'),
        ];
        let sum = 0;
        let atStart = new Float64Array(0);
        let step = 0;
        valuesAlong(all, seed, underlying, ([call, put, asianCall, asianPut, lateCall, latePut], spot, left) => {
          if (step > 0) sum += spot[0];
          if (step === 3) atStart = spot.slice();
          const discount = Math.exp(-r * left);
          let average = sum / steps;
          for (let k = 1; k <= steps - step; k++) {
            average += (spot[0] * Math.exp(((r - q) * left * k) / (steps - step))) / steps;
          }
          expect(Math.abs(asianCall[0] - asianPut[0] - discount * (average - 100 * strike))).toBeLessThan(1e-10);
          for (let path = 0; path < paths; path++) {
            const forward = spot[path] * Math.exp(-q * left);
            expect(Math.abs(call[path] - put[path] - (forward - 100 * strike * discount))).toBeLessThan(1e-10);
            // Before the start the strike is bought with units held to the start, and cash from there on.
            const rest = years / 2;
            const bought = step < 3 ? spot[path] * Math.exp(-q * (left - rest) - r * rest) : discount * atStart[path];
            expect(Math.abs(lateCall[path] - latePut[path] - (forward - strike * bought))).toBeLessThan(1e-10);
          }
          step++;
        });
      }),
      { seed: 3, numRuns: 15 },
    );
  });
});

describe('a barrier', () => {
  const barriers = fc.record({
    option,
    strike: level,
    distance: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
    seed: fc.nat(1000),
    up: fc.boolean(),
  });

  it('in and out pay together what the option without a barrier pays, to the bit', () => {
    fc.assert(
      fc.property(barriers, ({ distance, seed, up, ...shared }) => {
        const [barrierIn, barrierOut, european] = trio(shared, distance, up);
        const batch = batchOf(seed);
        const paid = [barrierIn, barrierOut, european].map((terms) => payoffsOf(createContract(terms), batch));
        expect(paid[0].map((value, path) => value + paid[1][path])).toEqual(paid[2]);
      }),
      seeded,
    );
  });

  it('in and out are worth together what the option without a barrier is worth', () => {
    fc.assert(
      fc.property(barriers, ({ distance, seed, up, ...shared }) => {
        valuesAlong(trio(shared, distance, up), seed, share, ([valueIn, valueOut, value]) => {
          for (let path = 0; path < paths; path++) {
            expect(Math.abs(valueIn[path] + valueOut[path] - value[path])).toBeLessThan(1e-10);
          }
        });
      }),
      seeded,
    );
  });

  it('is reached by a price right at it, at writing as well', () => {
    const out = createContract({ type: 'barrier', option: 'call', knock: 'up-and-out', strike: 1, barrier: 1.25 });
    const prices = (...rows: number[][]) => ({
      paths: 2,
      steps: rows.length - 1,
      spot: Float64Array.from(rows.flat()),
    });
    expect([...payoffsOf(out, prices([100, 100], [125, 124.5], [110, 110]))]).toEqual([0, 10]);
    expect([...payoffsOf(out, prices([100, 100], [110, 110], [125, 124]))]).toEqual([0, 24]);
    const scale = Float64Array.of(80, 100);
    expect([...payoffsOf(out, prices([100, 100], [110, 110]), { scale })]).toEqual([0, 10]);
  });

  it('remembers whether the option is alive and how far the barrier is', () => {
    const running = createContract({
      type: 'barrier',
      option: 'put',
      knock: 'down-and-in',
      strike: 1,
      barrier: 0.9,
    }).run(Float64Array.of(100, 100), 3);
    const seen = [
      [100, 100],
      [95, 90],
      [97, 100],
    ].map((prices) => {
      running.observe(Float64Array.from(prices));
      return running.memory.map(({ name, column }) => [
        name,
        ...column.map((value) => Math.round(1000 * value) / 1000),
      ]);
    });
    expect(seen).toEqual([
      [
        ['alive', 0, 0],
        ['distance', -0.1, -0.1],
      ],
      [
        ['alive', 0, 1],
        ['distance', -0.05, 0],
      ],
      [
        ['alive', 0, 1],
        ['distance', -0.07, 0],
      ],
    ]);
  });
});

describe('straight pieces', () => {
  const points = fc
    .array(fc.tuple(fc.double({ min: 0.01, max: 0.3, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((gaps) => {
      let price = 0.5;
      return gaps.map(([gap, payoff]): readonly [number, number] => {
        price += gap;
        return [price, payoff];
      });
    });
  const slope = fc.double({ min: -3, max: 3, noNaN: true });

  it('pay and are worth at every price a bond, a forward and the calls of their kinks', () => {
    fc.assert(
      fc.property(
        points,
        slope,
        slope,
        fc.nat(1000),
        fc.constantFrom(share, normal),
        (nodes, leftSlope, rightSlope, seed, underlying) => {
          const terms: PiecewiseLinearTerms = { type: 'piecewise-linear', points: nodes, leftSlope, rightSlope };
          const slopes = nodes.map(([x, y], i) =>
            i === 0 ? leftSlope : (y - nodes[i - 1][1]) / (x - nodes[i - 1][0]),
          );
          slopes.push(rightSlope);
          const weights = nodes.map((_, i) => slopes[i + 1] - slopes[i]);
          const calls = nodes.map(([x]): ContractTerms => ({ type: 'call', strike: x }));
          const { rateAnnual: r, yieldAnnual: q } = underlying;
          valuesAlong([terms, ...calls], seed, underlying, ([whole, ...parts], spot, left) => {
            for (let path = 0; path < paths; path++) {
              let sum =
                100 * (nodes[0][1] - leftSlope * nodes[0][0]) * Math.exp(-r * left) +
                leftSlope * spot[path] * Math.exp(-q * left);
              parts.forEach((part, i) => {
                sum += weights[i] * part[path];
              });
              expect(Math.abs(whole[path] - sum)).toBeLessThan(1e-8);
            }
          });
          for (const x of [0.2, 0.5, 0.77, 1, 1.5, 3]) {
            const batch = { paths: 1, steps: 1, spot: Float64Array.of(100, 100 * x) };
            const [paid] = payoffsOf(createContract(terms), batch);
            expect(Math.abs(paid - 100 * interpolate(terms, x))).toBeLessThan(1e-9);
          }
        },
      ),
      seeded,
    );
  });
});

describe('a book', () => {
  it('is linear in its legs', () => {
    const legs: ContractTerms[] = [
      { type: 'put', strike: 0.95 },
      { type: 'asian', option: 'put', average: 'geometric', strike: 1 },
      { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 0.9, barrier: 1.2 },
      { type: 'variance-swap', strikeVol: 0.3, notional: 1 },
    ];
    const quantity = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(quantity, quantity, quantity, quantity), fc.nat(1000), (sizes, seed) => {
        const quantities = sizes.map((size, i) => (i % 2 === 0 ? size : -size));
        const book: ContractTerms = {
          type: 'book',
          legs: legs.map((contract, i) => ({ quantity: quantities[i], contract })),
        };
        const nested: ContractTerms = { type: 'book', legs: [{ quantity: -2, contract: book }] };
        valuesAlong([book, nested, ...legs], seed, share, ([whole, twice, ...parts]) => {
          for (let path = 0; path < paths; path++) {
            const sum = parts.reduce((total, part, i) => total + quantities[i] * part[path], 0);
            expect(Math.abs(whole[path] - sum)).toBeLessThan(1e-10);
            expect(twice[path]).toBe(-2 * whole[path]);
          }
        });
        const batch = batchOf(seed);
        const paid = payoffsOf(createContract(book), batch);
        const each = legs.map((leg) => payoffsOf(createContract(leg), batch));
        for (let path = 0; path < paths; path++) {
          expect(
            Math.abs(paid[path] - each.reduce((sum, part, i) => sum + quantities[i] * part[path], 0)),
          ).toBeLessThan(1e-10);
        }
      }),
      { seed: 9, numRuns: 30 },
    );
  });

  it('fills the very column that it reads volatilities from', () => {
    const book = createContract({
      type: 'book',
      legs: [
        { quantity: 1, contract: { type: 'call', strike: 1 } },
        { quantity: -2, contract: { type: 'put', strike: 0.9 } },
      ],
    }).run(Float64Array.of(100, 100), 4);
    const spot = Float64Array.of(100, 93);
    book.observe(spot);
    for (const name of ['value', 'delta', 'gamma', 'vega'] as const) {
      const [out, column] = [new Float64Array(2), Float64Array.of(0.2, 0.3)];
      book[name](out, { underlying: share, spot, vol: column.slice(), years });
      book[name](column, { underlying: share, spot, vol: column, years });
      expect(column).toEqual(out);
    }
  });

  it('names its memory by leg', () => {
    const book: ContractTerms = {
      type: 'book',
      legs: [
        { quantity: 1, contract: { type: 'call', strike: 1 } },
        { quantity: 1, contract: { type: 'lookback', option: 'call', kind: 'floating' } },
        { quantity: 1, contract: { type: 'forward-start', option: 'call', moneyness: 1, startShare: 0.5 } },
      ],
    };
    const names = createContract(book)
      .run(Float64Array.of(1), 4)
      .memory.map(({ name }) => name);
    expect(names).toEqual(['1.extremum', '2.strikeSet', '2.strike']);
  });
});

function trio(shared: { option: 'call' | 'put'; strike: number }, distance: number, up: boolean): ContractTerms[] {
  const barrier = up ? Math.max(1, shared.strike) + distance : Math.min(1, shared.strike) - distance;
  const knocked = (knock: BarrierTerms['knock']): ContractTerms => ({ type: 'barrier', ...shared, knock, barrier });
  const [into, out] = up ? (['up-and-in', 'up-and-out'] as const) : (['down-and-in', 'down-and-out'] as const);
  return [knocked(into), knocked(out), { type: shared.option, strike: shared.strike }];
}

function interpolate({ points, leftSlope, rightSlope }: PiecewiseLinearTerms, x: number): number {
  const next = points.findIndex(([price]) => price >= x);
  if (next === 0) return points[0][1] + leftSlope * (x - points[0][0]);
  if (next < 0) {
    const [price, payoff] = points[points.length - 1];
    return payoff + rightSlope * (x - price);
  }
  const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
