import { pathKey } from '../../src/math/path-key.ts';
import { philox } from '../../src/math/philox.ts';
import type { SimulationRequest } from '../../src/simulate/market.ts';

/** The uniform of a path of a request at a substep, of one factor: the word of its counter. */
export function drawnUniform(
  { seed, stream, firstPath = 0 }: Pick<SimulationRequest, 'seed' | 'stream' | 'firstPath'>,
  path: number,
  substep: number,
  factor: number,
): number {
  const { low, high } = pathKey(seed, ...stream);
  const unit = firstPath + path;
  const words = new Uint32Array(4);
  philox(words, unit >>> 0, Math.floor(unit / 2 ** 32), substep >> 2, factor, low, high);
  return (words[substep & 3] + 0.5) / 2 ** 32;
}

/** The days of history that a path of a resampled market draws, from its uniforms. */
export function drawnDays(
  request: SimulationRequest,
  { days, meanBlockDays }: { readonly days: number; readonly meanBlockDays: number },
  path: number,
): number[] {
  const pick = (substep: number) => Math.floor(drawnUniform(request, path, substep, 1) * days);
  const drawn = [pick(0)];
  for (let t = 2; t <= request.steps * (request.daysPerStep ?? 1); t++) {
    const isOver = drawnUniform(request, path, t, 0) < 1 / meanBlockDays;
    drawn.push(isOver ? pick(t) : (drawn[t - 2] + 1) % days);
  }
  return drawn;
}
