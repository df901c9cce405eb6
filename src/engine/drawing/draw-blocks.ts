import { pathKey } from '../../math/path-key.ts';
import type { BlockPlan } from './block.ts';
import type { DrawRequest, DrawTarget } from './draw-request.ts';
import { loadPathKernels } from './load-path-kernels.ts';
import { createPseudoRandomDraws } from './pseudo-random-draws.ts';
import { createSobolDraws } from './sobol-draws.ts';

/**
 * Draws the paths of a request block by block: fills the draws, lets the plan move its rows, and puts what it writes in
 * place. Draw d of path p at substep t depends on the seed, the stream's names, p, t and the factor's number alone: not on
 * blocks, batches or workers, nor on the market, so that markets of one seed and stream share their draws.
 *
 * @param request must have passed `checkRequest` of the market
 * @example
 * drawBlocks({ factors: ['normal'], stateRows: 1, begin, advance, observe }, request, into);
 */
export function drawBlocks(plan: BlockPlan, request: DrawRequest, into: DrawTarget): void {
  const { paths, steps, daysPerStep = 1, firstPath = 0 } = request;
  const { sampling = 'pseudo-random', antithetic = false } = request;
  const substepsPerStep = daysPerStep * (plan.substepsPerDay ?? 1);
  const substeps = steps * substepsPerStep;
  const whole = plan.wholePaths === true || sampling === 'sobol';
  const kernels = loadPathKernels();
  const key = pathKey(request.seed, ...request.stream);
  const { memory, draws } =
    sampling === 'sobol'
      ? createSobolDraws(kernels, plan, substeps, key)
      : createPseudoRandomDraws(kernels, plan, whole ? substeps : 0, key, antithetic);
  const unitPaths = antithetic ? 2 : 1;
  for (let first = 0; first < paths; ) {
    // Within a block the lower words of counters do not wrap around.
    const beforeWrap = unitPaths * 2 ** 32 - ((firstPath + first) % (unitPaths * 2 ** 32));
    const size = Math.min(memory.capacity, paths - first, beforeWrap);
    const block = memory.open(size, firstPath + first, into, first);
    first += size;
    if (whole) draws.fill(block, 0, substeps);
    plan.begin(block);
    plan.observe(block, 0);
    for (let substep = 0; substep < substeps; substep++) {
      if (!whole && substep % 4 === 0) draws.fill(block, substep, substep + 1);
      plan.advance(block, substep);
      if ((substep + 1) % substepsPerStep === 0) plan.observe(block, (substep + 1) / substepsPerStep);
    }
  }
}
