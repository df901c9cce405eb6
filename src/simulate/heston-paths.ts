import type { HestonOrBates } from '../contracts/heston-parameters.ts';
import { jumpVarianceAnnual } from '../contracts/heston-variance-swap.ts';
import type { Block, BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { poissonDistribution } from '../math/poisson.ts';
import { hestonScheme } from './heston-scheme.ts';
import { type HestonVolSlice, hestonVolSlice, highestVariance, inverseColumnStep } from './heston-vol-surface.ts';
import { type PathColumns, type SimulationRequest, spotAtWriting } from './market.ts';

/** Time of Heston's and Bates's paths. */
export interface HestonClock {
  readonly driftAnnual: number;
  readonly substepsPerDay: number;
  readonly daysPerYear: number;
}

/** Quoted volatilities never vanish: hedgers divide by them. */
const leastVol = 1e-4;

const logSpot = 0;
const variance = 1;
const integral = 2;
const written = 3;

/**
 * Draws the paths of Heston, or where there are jumps those of Bates. Implied volatilities come from slices, one for each
 * step before expiry; they are kept for the next request of the same steps.
 *
 * @param parameters must have passed `checkHestonParameters`, θ above 0
 * @throws RangeError when substeps are too long for the parameters
 */
export function createHestonDraw(
  parameters: HestonOrBates,
  { driftAnnual, substepsPerDay, daysPerYear }: HestonClock,
): (request: SimulationRequest, into: PathColumns) => void {
  const { meanReversionAnnual, longRunVariance, volOfVol, jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  const substepYears = 1 / (substepsPerDay * daysPerYear);
  const scheme = hestonScheme(parameters, driftAnnual, substepYears);
  const jumpCounts = poissonDistribution(jumpsPerYear * substepYears);
  const jumpVariance = jumpVarianceAnnual(parameters);
  // The scheme's ψ is highest at no variance, where it is σ²/(2κθ): up to 3/2 the branch that reads uniforms is never taken.
  const isQuadratic = volOfVol * volOfVol < 2.99 * meanReversionAnnual * longRunVariance;
  const factors: BlockPlan['factors'] = [
    isQuadratic ? 'normal' : 'both',
    'normal',
    ...(jumpsPerYear > 0 ? (['uniform', 'normal'] as const) : []),
  ];
  let kept: { readonly shape: string; readonly slices: readonly HestonVolSlice[] } | undefined;

  function slicesOf({ steps, daysPerStep = 1 }: SimulationRequest): readonly HestonVolSlice[] {
    const shape = `${steps} of ${daysPerStep}`;
    if (kept?.shape !== shape) {
      const highest = highestVariance(parameters, (steps * daysPerStep) / daysPerYear);
      const yearsLeft = Array.from({ length: steps }, (_, step) => ((steps - step) * daysPerStep) / daysPerYear);
      kept = { shape, slices: yearsLeft.map((years) => hestonVolSlice(parameters, years, highest)) };
    }
    return kept.slices;
  }

  return (request, into) => {
    const { moneyness = 1, quote = 'model' } = request;
    const slices = quote === 'model' ? slicesOf(request) : [];
    const logMoneyness = Math.log(moneyness);

    function observeVol(block: Block, step: number): void {
      const { kernels, state, count, tables } = block;
      const slice = slices[step];
      // At expiry no option is left to quote.
      if (slice === undefined) kernels.spotVolRow(state(variance), state(written), jumpVariance, leastVol, count);
      else {
        const { years, rows, leastTotal, slope, inverseRowStep } = slice;
        const table = tables[2 + step];
        kernels.hestonVolRow(
          state(logSpot),
          state(variance),
          state(written),
          table,
          rows,
          logMoneyness,
          leastTotal,
          slope,
          inverseRowStep,
          inverseColumnStep,
          1 / years,
          count,
        );
      }
      block.write(into.impliedVol, step, state(written));
    }

    const plan: BlockPlan = {
      factors,
      substepsPerDay,
      stateRows: 4,
      tables: [scheme, jumpCounts, ...slices.map(({ table }) => table)],
      begin({ kernels, state, count }) {
        kernels.fillRow(state(logSpot), 0, count);
        kernels.fillRow(state(variance), parameters.initialVariance, count);
        kernels.fillRow(state(integral), 0, count);
      },
      advance(block, substep) {
        const { kernels, state, normals, uniforms, tables, count } = block;
        kernels.hestonRow(
          state(logSpot),
          state(variance),
          state(integral),
          normals(0, substep),
          uniforms(0, substep),
          normals(1, substep),
          tables[0],
          count,
        );
        if (jumpsPerYear > 0) {
          const entries = jumpCounts.length;
          const sizes = normals(3, substep);
          kernels.jumpRow(state(logSpot), uniforms(2, substep), sizes, tables[1], entries, jumpMean, jumpSd, count);
        }
      },
      observe(block, step) {
        const { kernels, state, count } = block;
        kernels.expRow(state(logSpot), state(written), spotAtWriting, count);
        block.write(into.spot, step, state(written));
        observeVol(block, step);
        block.write(into.signals.variance, step, state(variance));
        block.write(into.signals.integratedVariance, step, state(integral));
      },
    };
    drawBlocks(plan, request, into);
  };
}
