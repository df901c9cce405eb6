import { type BlockPlan, blockCapacity } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import type { VarianceIntegrals } from './conditional-pricing.ts';
import { hybridScheme } from './hybrid-scheme.ts';
import { fillVariances, gridTables, roughGrid } from './rough-grid.ts';

/** Variance of rough Bergomi on a grid. */
export interface RoughVariance {
  readonly hurst: number;
  readonly volOfVol: number;
  /** Length of a substep. */
  readonly years: number;
  /** ξ of each substep, at least as many as are simulated and one more. */
  readonly forwardVariance: Float64Array;
}

/**
 * Integrals of variance paths up to several lives, in substeps, in increasing order. The same seed gives the same shocks
 * whatever the parameters, so that results are smooth in them.
 *
 * @param paths an even number: they come in antithetic pairs
 */
export function simulateRoughIntegrals(
  { hurst, volOfVol, years, forwardVariance }: RoughVariance,
  lives: readonly number[],
  paths: number,
  seed: number,
): readonly VarianceIntegrals[] {
  const substeps = lives[lives.length - 1];
  const grid = roughGrid(hybridScheme(hurst, years, substeps), volOfVol, forwardVariance);
  const results = lives.map((life) => ({
    variance: new Float64Array(paths),
    martingale: new Float64Array(paths),
    expectedVariance: years * forwardVariance.subarray(0, life).reduce((sum, value) => sum + value, 0),
  }));
  const variance = new Float64Array(blockCapacity);
  const martingale = new Float64Array(blockCapacity);
  const [volFactor, residualFactor] = [0, 1];
  const plan: BlockPlan = {
    factors: ['normal', 'normal'],
    stateRows: 0,
    tables: gridTables(grid),
    wholePaths: true,
    begin(block) {
      fillVariances(block, grid, volFactor, residualFactor);
      variance.fill(0);
      martingale.fill(0);
    },
    advance(block, substep) {
      const { buffer } = block.kernels.memory;
      const normals = new Float32Array(buffer, block.normals(volFactor, substep), block.paths);
      // Row i holds the variance of substep i + 1; that of the first is the same for all paths.
      const before = Math.max(0, substep - 1);
      const row = new Float32Array(buffer, block.normals(residualFactor, before), block.paths);
      for (let path = 0; path < block.paths; path++) {
        const moved = years * (substep === 0 ? forwardVariance[0] : row[path]);
        variance[path] += moved;
        martingale[path] += Math.sqrt(moved) * normals[path];
      }
      const life = lives.indexOf(substep + 1);
      if (life < 0) return;
      results[life].variance.set(variance.subarray(0, block.paths), block.firstPath);
      results[life].martingale.set(martingale.subarray(0, block.paths), block.firstPath);
    },
    observe() {},
  };
  const request = { paths, steps: substeps, seed, stream: ['rough-bergomi', 'integrals'], antithetic: true };
  drawBlocks(plan, request, { stride: 0, offset: 0 });
  return results;
}
