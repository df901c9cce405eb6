import { describe, expect, it } from 'vitest';
import type { Block, BlockPlan } from '../../../src/engine/drawing/block.ts';
import { drawBlocks } from '../../../src/engine/drawing/draw-blocks.ts';
import type { DrawRequest, FactorKind } from '../../../src/engine/drawing/draw-request.ts';
import { normalCdf } from '../../../src/math/normal.ts';
import { pathKey } from '../../../src/math/path-key.ts';
import { philox } from '../../../src/math/philox.ts';

const request: DrawRequest = { paths: 600, steps: 3, seed: 5, stream: ['blocks'] };

interface Seen {
  /** [substep][factor] rows of all paths; NaN where the factor is not drawn so. */
  readonly normals: Float64Array[][];
  readonly uniforms: Float64Array[][];
  readonly calls: string[];
}

/** Draws a request with a plan that notes down all draws. */
function note(change: Partial<DrawRequest>, plan: Partial<BlockPlan> & { factors: readonly FactorKind[] }): Seen {
  const full = { ...request, ...change };
  const { factors, substepsPerDay = 1 } = plan;
  const substeps = full.steps * (full.daysPerStep ?? 1) * substepsPerDay;
  const rows = () =>
    Array.from({ length: substeps }, () => factors.map(() => new Float64Array(full.paths).fill(Number.NaN)));
  const seen: Seen = { normals: rows(), uniforms: rows(), calls: [] };
  const first = (block: Block) => block.firstPath - (full.firstPath ?? 0);
  const copy = (block: Block, substep: number) => {
    const { buffer } = block.kernels.memory;
    factors.forEach((kind, factor) => {
      if (kind !== 'uniform') {
        const row = new Float32Array(buffer, block.normals(factor, substep), block.paths);
        seen.normals[substep][factor].set(row, first(block));
      }
      if (kind !== 'normal') {
        const row = new Float64Array(buffer, block.uniforms(factor, substep), block.paths);
        seen.uniforms[substep][factor].set(row, first(block));
      }
    });
  };
  drawBlocks(
    {
      stateRows: 1,
      begin(block) {
        seen.calls.push(`begin ${block.firstPath}+${block.paths}`);
        if (plan.wholePaths) for (let substep = 0; substep < substeps; substep++) copy(block, substep);
      },
      advance(block, substep) {
        seen.calls.push(`advance ${substep}`);
        if (!plan.wholePaths) copy(block, substep);
      },
      observe(_, step) {
        seen.calls.push(`observe ${step}`);
      },
      ...plan,
    },
    full,
    { stride: full.paths, offset: 0 },
  );
  return seen;
}

describe('drawBlocks', () => {
  it('walks block by block, substep by substep, and observes at the steps', () => {
    const { calls } = note({ paths: 520, steps: 2, daysPerStep: 3, firstPath: 8 }, { factors: [], substepsPerDay: 2 });
    const walk = [
      'observe 0',
      ...[0, 1, 2, 3, 4, 5].map((substep) => `advance ${substep}`),
      'observe 1',
      ...[6, 7, 8, 9, 10, 11].map((substep) => `advance ${substep}`),
      'observe 2',
    ];
    expect(calls).toEqual(['begin 8+512', ...walk, 'begin 520+8', ...walk]);
  });

  it('numbers draws by path, substep and factor under the key of seed and stream', () => {
    const { uniforms } = note({ steps: 6, firstPath: 2 ** 32 - 10 }, { factors: ['uniform', 'uniform'] });
    const { low, high } = pathKey(5, 'blocks');
    const words = new Uint32Array(4);
    for (const path of [0, 9, 10, 511, 512, 599]) {
      for (let substep = 0; substep < 6; substep++) {
        for (let factor = 0; factor < 2; factor++) {
          const unit = 2 ** 32 - 10 + path;
          philox(words, unit >>> 0, Math.floor(unit / 2 ** 32), substep >> 2, factor, low, high);
          expect(uniforms[substep][factor][path]).toBe((words[substep & 3] + 0.5) / 2 ** 32);
        }
      }
    }
  });

  it('gives a factor the same draws beside others, as whole paths, and with smaller substeps', () => {
    const alone = note({ steps: 8 }, { factors: ['normal'] });
    const beside = note({ steps: 8 }, { factors: ['normal', 'both', 'uniform'] });
    const whole = note({ steps: 8 }, { factors: ['normal', 'both', 'uniform'], wholePaths: true });
    const split = note({ steps: 2 }, { factors: ['normal'], substepsPerDay: 4 });
    expect(beside.normals.map(([first]) => first)).toEqual(alone.normals.map(([first]) => first));
    expect(split.normals).toEqual(alone.normals);
    expect(whole.normals).toEqual(beside.normals);
    expect(whole.uniforms).toEqual(beside.uniforms);
  });

  it('makes blocks smaller when whole paths take too much memory, with the same draws', () => {
    const change = { paths: 300, steps: 2000 };
    const factors = ['both', 'both', 'both'] as const;
    const whole = note(change, { factors, wholePaths: true });
    expect(whole.calls.filter((call) => call.startsWith('begin')).length).toBeGreaterThan(1);
    const streamed = note(change, { factors });
    expect(streamed.calls.filter((call) => call.startsWith('begin'))).toHaveLength(1);
    for (const substep of [0, 777, 1999]) {
      expect(whole.normals[substep]).toEqual(streamed.normals[substep]);
      expect(whole.uniforms[substep]).toEqual(streamed.uniforms[substep]);
    }
  });

  it("gives 'both' a uniform that is Φ of the normal, also with Sobol points", () => {
    for (const sampling of ['pseudo-random', 'sobol'] as const) {
      const { normals, uniforms } = note({ sampling }, { factors: ['both'] });
      const gaps = normals.flatMap(([row], step) => [...row].map((z, i) => normalCdf(z) - uniforms[step][0][i]));
      expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(4e-7);
    }
  });

  it('mirrors pairs of antithetic paths', () => {
    const { normals, uniforms } = note({ antithetic: true, firstPath: 100 }, { factors: ['both'] });
    const plain = note({ firstPath: 50, paths: 300 }, { factors: ['both'] });
    for (let substep = 0; substep < 3; substep++) {
      for (let pair = 0; pair < 300; pair++) {
        const z = plain.normals[substep][0][pair];
        const u = plain.uniforms[substep][0][pair];
        expect([...normals[substep][0].subarray(2 * pair, 2 * pair + 2)]).toEqual([z, -z]);
        expect([...uniforms[substep][0].subarray(2 * pair, 2 * pair + 2)]).toEqual([u, 1 - u]);
      }
    }
  });

  it('gives Sobol points that fill the end of the path evenly', () => {
    const { normals } = note({ paths: 256, steps: 13, sampling: 'sobol' }, { factors: ['normal', 'normal'] });
    for (const factor of [0, 1]) {
      const ends = Array.from({ length: 256 }, (_, path) => normals.reduce((sum, rows) => sum + rows[factor][path], 0));
      const cells = new Set(ends.map((end) => Math.floor(256 * normalCdf(end / Math.sqrt(13)))));
      expect(cells.size).toBeGreaterThan(253);
    }
  });

  it('pads Sobol dimensions beyond the table with independent normals', () => {
    const steps = 1300;
    const { normals } = note({ paths: 256, steps, sampling: 'sobol' }, { factors: ['normal'] });
    let squares = 0;
    let products = 0;
    for (let substep = 1; substep < steps; substep++) {
      for (let path = 0; path < 256; path++) {
        squares += normals[substep][0][path] ** 2;
        products += normals[substep][0][path] * normals[substep - 1][0][path];
      }
    }
    const n = 256 * (steps - 1);
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(products / n)).toBeLessThan(4 / Math.sqrt(n));
  });

  it('refuses more Sobol points than there are', () => {
    expect(() => note({ sampling: 'sobol', firstPath: 2 ** 32 - 599 }, { factors: ['normal'] })).toThrow(RangeError);
  });

  it('hands out tables, views and columns', () => {
    const column = new Float64Array(3 * 700).fill(-1);
    const constant = new Float64Array(3 * 700).fill(-1);
    const plan: BlockPlan = {
      factors: [],
      stateRows: 2,
      tables: [Float64Array.of(1.5), Float64Array.of(2.5, 3.5)],
      begin({ kernels, tables, state, count, view, paths, firstPath }) {
        expect([...new Float64Array(kernels.memory.buffer, tables[1], 2)]).toEqual([2.5, 3.5]);
        expect(new Float64Array(kernels.memory.buffer, tables[0], 1)[0]).toBe(1.5);
        kernels.fillRow(state(0), 0, count);
        view(state(1)).forEach((_, i, row) => {
          row[i] = firstPath + i;
        });
        expect(view(state(1))).toHaveLength(paths);
      },
      advance() {},
      observe(block, step) {
        block.write(column, step, block.state(1));
        block.fill(constant, step, 10 + step);
      },
    };
    drawBlocks(plan, { ...request, steps: 2 }, { stride: 700, offset: 50 });
    for (let step = 0; step <= 2; step++) {
      for (const path of [0, 1, 511, 512, 599]) {
        expect(column[700 * step + 50 + path]).toBe(path);
        expect(constant[700 * step + 50 + path]).toBe(10 + step);
      }
      for (const place of [0, 49, 650, 699]) {
        expect(column[700 * step + place]).toBe(-1);
        expect(constant[700 * step + place]).toBe(-1);
      }
    }
  });
});
