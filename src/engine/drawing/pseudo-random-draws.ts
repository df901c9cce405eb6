import type { PathKey } from '../../math/path-key.ts';
import type { Block } from './block.ts';
import { type BlockMemory, type BlockNeeds, createBlockMemory, substepsPerGroup } from './block-memory.ts';
import type { PathKernels } from './load-path-kernels.ts';

/** What fills the draws of a block. */
export interface Draws {
  /** Fills the substeps [from, to) of every factor; `from` is a multiple of 4. */
  fill(block: Block, from: number, to: number): void;
}

/**
 * Philox draws. The counter holds the path's number (or that of its pair, if mirrored) in two words, then the group of
 * four substeps, then the factor; word j of the output belongs to substep 4 · group + j.
 *
 * @param substeps how many are held at once: those of whole paths, or 0 for four at a time
 */
export function createPseudoRandomDraws(
  kernels: PathKernels,
  needs: BlockNeeds,
  substeps: number,
  key: PathKey,
  mirrored: boolean,
): { readonly memory: BlockMemory; readonly draws: Draws } {
  const memory = createBlockMemory(kernels, needs, substeps);
  const { factors } = needs;

  function fill(block: Block, from: number, to: number): void {
    const unit = mirrored ? block.firstPath / 2 : block.firstPath;
    const high = Math.floor(unit / 4294967296);
    const { count, normalBytes, rowBytes } = block;
    for (let substep = from; substep < to; substep += substepsPerGroup) {
      const group = substep / substepsPerGroup;
      for (let factor = 0; factor < factors.length; factor++) {
        const numbers = [count, unit | 0, high, group, factor, key.low, key.high, mirrored] as const;
        const target = block.normals(factor, substep);
        const uniforms = block.uniforms(factor, substep);
        if (factors[factor] === 'normal') kernels.fillNormals(target, normalBytes, ...numbers);
        else if (factors[factor] === 'uniform') kernels.fillUniforms(uniforms, rowBytes, ...numbers);
        else kernels.fillBoth(target, uniforms, normalBytes, rowBytes, ...numbers);
      }
    }
  }

  return { memory, draws: { fill } };
}
