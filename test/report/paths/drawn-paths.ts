import type { Paths } from '../../../src/market/paths.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import type { SimulationRequest } from '../../../src/simulate/market.ts';

/** A market with a signal, drawn in a moment. */
export const market = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: 2,
  longRunVariance: 0.05,
  volOfVol: 0.5,
  correlation: -0.6,
});

export function drawPaths(change: Partial<SimulationRequest> = {}): Paths {
  return market.simulate({ paths: 40, steps: 6, seed: 5, stream: ['report'], quote: 'instantaneous', ...change });
}
