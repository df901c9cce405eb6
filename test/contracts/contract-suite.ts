import { describe, expect, it } from 'vitest';
import type { RunningContract, Valuation } from '../../src/contracts/contract.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { createContract } from '../../src/contracts/create-contract.ts';
import type { PathBatch } from '../../src/contracts/monte-carlo.ts';
import { payoffsOf } from '../../src/contracts/payoffs-of.ts';
import { pricingMethod } from '../../src/contracts/pricing-method.ts';
import { referenceLevel } from '../../src/contracts/reference-level.ts';
import { parseContractTerms } from '../../src/contracts/schema/parse-contract-terms.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { drawPrices, pathOf, pricesAt } from './random-prices.ts';

export interface ContractCase {
  readonly terms: ContractTerms;
  readonly underlying: Underlying;
  /** The payoff by its definition: prices in levels from writing to expiry, and the years between. */
  readonly payoff: (levels: readonly number[], years: number) => number;
}

const steps = 8;
const years = 0.25;
const figures = ['value', 'delta', 'gamma', 'vega'] as const;

/** What every contract is held to. */
export function describeContractCase(name: string, { terms, underlying, payoff }: ContractCase): void {
  const spot = 100;
  const normal = underlying.model === 'bachelier';
  const vol = normal ? 30 : 0.3;
  const draw = (paths: number, seed = 11) => drawPrices({ paths, steps, years, vol, spot, underlying, seed });

  describe(`contract: ${name} on ${underlying.kind}, ${underlying.model}`, () => {
    it('has a description and a level of reference, and its terms survive a trip through a file', () => {
      const contract = createContract(terms);
      expect(contract.terms).toEqual(terms);
      expect(contract.description.length).toBeGreaterThan(5);
      expect(referenceLevel(terms)).toBeGreaterThan(0);
      expect(parseContractTerms(JSON.parse(JSON.stringify(terms)), 'contract')).toEqual(terms);
    });

    it('pays what its definition says', () => {
      const batch = draw(400);
      const paid = payoffsOf(createContract(terms), batch, { years });
      for (let path = 0; path < batch.paths; path++) {
        const levels = pathOf(batch, path).map((price) => price / spot);
        expect(Math.abs(paid[path] - spot * payoff(levels, years))).toBeLessThan(1e-9);
      }
      expect(new Set(paid).size).toBeGreaterThan(1);
    });

    it('is worth its payoff at the last fixing', () => {
      const batch = draw(100);
      const running = start(terms, batch);
      for (let step = 0; step <= steps; step++) running.observe(pricesAt(batch, step));
      const paid = new Float64Array(batch.paths);
      running.payoff(paid);
      expect(figure(running, 'value', batch, steps)).toEqual(paid);
    });

    it('knows nothing of later prices', () => {
      const batch = draw(50);
      const whole = journey(batch);
      for (let cut = 0; cut < steps; cut++) {
        const later = batch.spot.map((price, i) => (i >= (cut + 1) * batch.paths ? price * 1.7 + 3 : price));
        const altered = journey({ ...batch, spot: later });
        expect(altered.slice(0, cut + 1)).toEqual(whole.slice(0, cut + 1));
      }
    });

    it('gives each path the bits that it has alone', () => {
      const batch = draw(6);
      const whole = journey(batch);
      for (let path = 0; path < batch.paths; path++) {
        const alone = journey({ paths: 1, steps, spot: Float64Array.from(pathOf(batch, path)) });
        expect(alone).toEqual(whole.map((columns) => columns.map((column) => column.slice(path, path + 1))));
      }
    });

    it('scales with money', () => {
      const batch = draw(20);
      const volScale = normal ? 7 : 1;
      const scaled = journey({ ...batch, spot: batch.spot.map((price) => 7 * price) }, vol * volScale);
      // Value, delta, gamma, vega; then the memory.
      const powers = [7, 1, 1 / 7, 7 / volScale];
      journey(batch).forEach((columns, step) => {
        columns.forEach((column, i) => {
          const factor = powers[i] ?? 1;
          const size = i < 4 ? [100, 1, 1, 100][i] * factor : 1;
          for (let path = 0; path < batch.paths; path++) {
            // Differences of values scale up to their rounding.
            expect(Math.abs(scaled[step][i][path] - factor * column[path])).toBeLessThan(3e-6 * size);
          }
        });
      });
    });

    it('has the greeks that its values differ by', () => {
      const batch = draw(40);
      const running = start(terms, batch);
      const h = normal ? 0.03 : 0.02;
      const k = normal ? 0.01 : 0.0001;
      for (let step = 0; step < steps; step++) {
        running.observe(pricesAt(batch, step));
        const valueAt = (move: number, volMove: number) => figure(running, 'value', batch, step, vol + volMove, move);
        const [up, middle, down] = [h, 0, -h].map((move) => valueAt(move, 0));
        const [high, low] = [k, -k].map((move) => valueAt(0, move));
        const delta = figure(running, 'delta', batch, step);
        const gamma = figure(running, 'gamma', batch, step);
        const vega = figure(running, 'vega', batch, step);
        const extremum = running.memory.find(({ name }) => name.endsWith('extremum'))?.column;
        for (let path = 0; path < batch.paths; path++) {
          // Right at the extremum of a lookback a price that moves is a new one: the value has a kink.
          if (extremum !== undefined && Math.abs(extremum[path]) < 1e-3) continue;
          const deltaScale = 1 + Math.abs(delta[path]);
          expect(Math.abs(delta[path] - (up[path] - down[path]) / (2 * h))).toBeLessThan(1e-4 * deltaScale);
          const second = (up[path] - 2 * middle[path] + down[path]) / (h * h);
          expect(Math.abs(gamma[path] - second)).toBeLessThan(1e-3 * (1 + Math.abs(second)));
          const vegaScale = normal ? 1e-6 : 1e-3;
          expect(Math.abs(vega[path] - (high[path] - low[path]) / (2 * k))).toBeLessThan(
            vegaScale * (1 + Math.abs(vega[path])),
          );
        }
      }
    });

    it('is worth its expected payoff, at writing and on the way', () => {
      const paths = 20_000;
      // What the approximations for discrete fixings may be off by with as few as five of them to come.
      const allowed = pricingMethod(terms, underlying).method === 'approximation' ? 1 : 0;
      for (const seen of [0, 3]) {
        // One path up to `seen`, from which all others go on.
        const past = pathOf(draw(2, 5), 0).slice(0, seen + 1);
        const left = years * (1 - seen / steps);
        const rest = drawPrices({
          paths,
          steps: steps - seen,
          years: left,
          vol,
          spot: past[seen],
          underlying,
          seed: 13 + seen,
        });
        const spots = new Float64Array((steps + 1) * paths);
        for (let step = 0; step <= seen; step++) spots.fill(past[step], step * paths, (step + 1) * paths);
        spots.set(rest.spot, seen * paths);
        const paid = payoffsOf(createContract(terms), { paths, steps, spot: spots }, { years });
        const pairs = Float64Array.from({ length: paths / 2 }, (_, i) => 0.5 * (paid[2 * i] + paid[2 * i + 1]));
        const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
        const variance = pairs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs.length - 1);
        const discount = Math.exp(-underlying.rateAnnual * left);
        const batch = { paths: 1, steps, spot: Float64Array.from([...past, ...new Array(steps - seen).fill(spot)]) };
        const running = start(terms, batch);
        for (let step = 0; step <= seen; step++) running.observe(pricesAt(batch, step));
        const [value] = figure(running, 'value', batch, seen);
        const error = discount * Math.sqrt(variance / pairs.length);
        expect(Math.abs(value - discount * mean)).toBeLessThan(
          3 * error + allowed * (0.01 * Math.abs(value) + 0.001 * spot) + 1e-9,
        );
      }
    });

    it('keeps a memory of bounded columns, the same from the start', () => {
      const batch = draw(200);
      const running = start(terms, batch);
      const columns = running.memory.map(({ column }) => column);
      for (let step = 0; step <= steps; step++) {
        running.observe(pricesAt(batch, step));
        expect(running.memory.map(({ column }) => column)).toEqual(columns);
        for (const column of columns) {
          expect(column.length).toBe(batch.paths);
          expect(column.every((value) => Math.abs(value) < 1.5)).toBe(true);
        }
      }
      expect(new Set(running.memory.map((each) => each.name)).size).toBe(columns.length);
    });

    it('refuses calls out of turn', () => {
      const batch = draw(3);
      const running = start(terms, batch);
      const out = new Float64Array(3);
      expect(() => figure(running, 'value', batch, 0)).toThrow(/observe the prices of writing first/);
      expect(() => running.payoff(out)).toThrow(/0 of 8 fixings/);
      expect(() => running.observe(new Float64Array(2))).toThrow(/3 paths/);
      for (let step = 0; step <= steps; step++) running.observe(pricesAt(batch, step));
      expect(() => running.observe(pricesAt(batch, steps))).toThrow(RangeError);
      expect(() => createContract(terms).run(Float64Array.of(100, 0), 4)).toThrow(/scale of path 1 is 0/);
      expect(() => createContract(terms).run(Float64Array.of(100), 0)).toThrow(/fixings is 0/);
    });

    function start(terms: ContractTerms, batch: PathBatch): RunningContract {
      return createContract(terms).run(batch.spot.slice(0, batch.paths), steps, years);
    }

    function figure(
      running: RunningContract,
      name: (typeof figures)[number],
      batch: PathBatch,
      step: number,
      volatility: number = vol,
      move = 0,
    ): Float64Array {
      const out = new Float64Array(batch.paths);
      const at: Valuation = {
        underlying,
        spot: pricesAt(batch, step).map((price) => price + move),
        vol: new Float64Array(batch.paths).fill(volatility),
        years: years * (1 - step / steps),
      };
      running[name](out, at);
      return out;
    }

    /** Figures and memory at each fixing before the last. */
    function journey(batch: PathBatch, volatility: number = vol): Float64Array[][] {
      const running = start(terms, batch);
      return Array.from({ length: steps }, (_, step) => {
        running.observe(pricesAt(batch, step));
        const values = figures.map((name) => figure(running, name, batch, step, volatility));
        return [...values, ...running.memory.map(({ column }) => column.slice())];
      });
    }
  });
}
