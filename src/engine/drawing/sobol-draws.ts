import { normalCdf } from '../../math/normal.ts';
import type { PathKey } from '../../math/path-key.ts';
import { philox } from '../../math/philox.ts';
import type { Block } from './block.ts';
import { type BlockMemory, type BlockNeeds, createBlockMemory, substepsPerGroup } from './block-memory.ts';
import { bridgeSplits } from './bridge.ts';
import type { PathKernels } from './load-path-kernels.ts';
import type { Draws } from './pseudo-random-draws.ts';
import { sobolDimensions, sobolDirections } from './sobol-directions.ts';

const directionBytes = 128;
/** Counter word that tells scrambling from draws. */
const scrambling = 0xfffffffe;

/**
 * Sobol's points through a Brownian bridge: path n is point n of the sequence (Joe and Kuo's direction numbers, Gray's
 * order), scrambled as Owen's by a hash of the key and the dimension. The dimensions go to the bridge's halvings in
 * their order, at each to all factors in turn; those beyond the table's are padded with Philox draws. Uniforms are Φ of
 * the bridge's normals.
 */
export function createSobolDraws(
  kernels: PathKernels,
  needs: BlockNeeds,
  substeps: number,
  key: PathKey,
): { readonly memory: BlockMemory; readonly draws: Draws } {
  const { factors } = needs;
  const dimensions = Math.min(sobolDimensions, substeps * factors.length);
  const padBytes = substepsPerGroup * 4 * 512;
  const withNormals = factors.map((kind) => (kind === 'uniform' ? 'both' : kind));
  const scratchBytes = padBytes + dimensions * directionBytes;
  const memory = createBlockMemory(kernels, { ...needs, factors: withNormals }, substeps, scratchBytes);
  const pads = memory.scratch;
  const directions = pads + padBytes;
  const scrambles = new Uint32Array(dimensions);
  const words = new Uint32Array(4);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    new Uint32Array(kernels.memory.buffer, directions + dimension * directionBytes, 32).set(sobolDirections(dimension));
    philox(words, dimension, 0, 0, scrambling, key.low, key.high);
    scrambles[dimension] = words[0];
  }
  const splits = bridgeSplits(substeps);
  // The first normal of a bridge is that of the whole; each halving's goes where its second part begins.
  const places = [0, ...splits.map(({ middle }) => middle)];

  function fillSobol(block: Block, row: number, dimension: number): void {
    const { count, firstPath } = block;
    const at = directions + dimension * directionBytes;
    kernels.sobolBits(row, at, firstPath | 0, scrambles[dimension] | 0, count);
    kernels.normalsFromBits(row, row, count);
  }

  function pad(block: Block, row: number, place: number, factor: number): void {
    const { count, firstPath, normalBytes } = block;
    const group = Math.floor(place / substepsPerGroup);
    const { low, high } = key;
    kernels.fillNormals(pads, normalBytes, count, firstPath | 0, 0, group, factor, low, high, false);
    const from = pads + (place % substepsPerGroup) * normalBytes;
    new Uint8Array(kernels.memory.buffer).copyWithin(row, from, from + normalBytes);
  }

  function fill(block: Block): void {
    if (block.firstPath + block.paths > 2 ** 32) {
      throw new RangeError(`path ${block.firstPath + block.paths} of sampling 'sobol': expected at most 2^32 paths`);
    }
    for (let place = 0; place < substeps; place++) {
      for (let factor = 0; factor < factors.length; factor++) {
        const dimension = place * factors.length + factor;
        const row = block.normals(factor, places[place]);
        if (dimension < dimensions) fillSobol(block, row, dimension);
        else pad(block, row, place, factor);
      }
    }
    for (let factor = 0; factor < factors.length; factor++) {
      for (const { start, middle, before, after } of splits) {
        const rows = [block.normals(factor, start), block.normals(factor, middle)] as const;
        kernels.turnRows(...rows, before, after, block.count);
      }
      if (factors[factor] !== 'normal') fillUniforms(block, factor);
    }
  }

  function fillUniforms(block: Block, factor: number): void {
    for (let substep = 0; substep < substeps; substep++) {
      const normals = new Float32Array(kernels.memory.buffer, block.normals(factor, substep), block.count);
      const uniforms = new Float64Array(kernels.memory.buffer, block.uniforms(factor, substep), block.count);
      for (let i = 0; i < block.count; i++) uniforms[i] = normalCdf(normals[i]);
    }
  }

  return { memory, draws: { fill } };
}
