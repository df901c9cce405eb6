import type { HestonOrBates } from '../contracts/heston-parameters.ts';
import { jumpVarianceAnnual } from '../contracts/heston-variance-swap.ts';
import type { Block, BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { poissonDistribution } from '../math/poisson.ts';
import { hestonScheme } from './heston-scheme.ts';
import { type HestonVolSlice, hestonVolSlices, highestVariance, inverseColumnStep } from './heston-vol-surface.ts';
import { type PathColumns, type SimulationRequest, spotAtWriting } from './market.ts';

/** Columns of signals, where they are asked for. */
interface HestonColumns {
  readonly variance?: Float64Array;
  readonly integratedVariance?: Float64Array;
}

/** Time of Heston's and Bates's paths. */
export interface HestonClock {
  readonly driftAnnual: number;
  readonly substepsPerDay: number;
  readonly daysPerYear: number;
}

/** Quoted volatilities never vanish: hedgers divide by them. */
const leastVol = 1e-4;

// Rows of state: the price, or its logarithm where jumps are added to it; the variance, float32; then float64 rows.
const price = 0;
const variance = 1;
const integral = 2;
const written = 3;
const read = 4;

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
  const hasJumps = jumpsPerYear > 0;
  const isQuadratic = volOfVol * volOfVol < 2.99 * meanReversionAnnual * longRunVariance;
  const factors: BlockPlan['factors'] = [
    isQuadratic ? 'normal' : 'both',
    'normal',
    ...(hasJumps ? (['uniform', 'normal'] as const) : []),
  ];
  let kept: { readonly shape: string; readonly slices: readonly HestonVolSlice[] } | undefined;

  function slicesOf({ steps, daysPerStep = 1 }: SimulationRequest): readonly HestonVolSlice[] {
    const shape = `${steps} of ${daysPerStep}`;
    if (kept?.shape !== shape) {
      const highest = highestVariance(parameters, (steps * daysPerStep) / daysPerYear);
      const yearsLeft = Array.from({ length: steps }, (_, step) => ((steps - step) * daysPerStep) / daysPerYear);
      kept = { shape, slices: hestonVolSlices(parameters, yearsLeft, highest) };
    }
    return kept.slices;
  }

  return (request, into) => {
    const { moneyness = 1, quote = 'model' } = request;
    const slices = quote === 'model' ? slicesOf(request) : [];
    const logMoneyness = Math.log(moneyness);

    // The kernels' prices are of ln S where there are jumps, else of S in units of the price at writing.
    const logStrike = hasJumps ? logMoneyness : logMoneyness + Math.log(spotAtWriting);

    /** Volatility at hand; at writing it is known to the last digit. */
    function observeSpotVol(block: Block, step: number): void {
      const { kernels, state, count } = block;
      if (step === 0) {
        block.fill(into.impliedVol, step, Math.max(Math.sqrt(parameters.initialVariance + jumpVariance), leastVol));
        return;
      }
      kernels.spotVolRow(state(variance), state(written), jumpVariance, leastVol, count);
      block.write(into.impliedVol, step, state(written));
    }

    function observeModelVol(block: Block, step: number): void {
      const { kernels, state, count, tables } = block;
      const { years, rows, columns, leastTotal, slope, inverseRowStep } = slices[step];
      if (step === 0) kernels.fillRow(state(read), parameters.initialVariance, count);
      else kernels.promoteRow(state(variance), state(read), count);
      if (!hasJumps) kernels.logRow(state(price), state(written), 1, count);
      kernels.hestonVolRow(
        hasJumps ? state(price) : state(written),
        ...([state(read), state(written), tables[2 + step], rows, columns, logStrike, leastTotal] as const),
        ...([slope, inverseRowStep, inverseColumnStep, 1 / years, count] as const),
      );
      block.write(into.impliedVol, step, state(written));
    }

    const { variance: varianceColumn, integratedVariance } = into.signals as HestonColumns;
    const plan: BlockPlan = {
      factors,
      substepsPerDay,
      stateRows: 5,
      tables: [scheme, jumpCounts, ...slices.map(({ table }) => table)],
      begin({ kernels, state, count }) {
        kernels.fillRow(state(price), hasJumps ? 0 : spotAtWriting, count);
        kernels.fillFloats(state(variance), parameters.initialVariance, count);
        kernels.fillRow(state(integral), 0, count);
      },
      advance(block, substep) {
        const { kernels, state, normals, uniforms, tables, count } = block;
        kernels.hestonRow(
          state(price),
          state(variance),
          integratedVariance === undefined ? 0 : state(integral),
          normals(0, substep),
          uniforms(0, substep),
          normals(1, substep),
          tables[0],
          hasJumps,
          count,
        );
        if (hasJumps) {
          const entries = jumpCounts.length;
          const sizes = normals(3, substep);
          kernels.jumpRow(state(price), uniforms(2, substep), sizes, tables[1], entries, jumpMean, jumpSd, count);
        }
      },
      observe(block, step) {
        const { kernels, state, count } = block;
        if (hasJumps) kernels.expRow(state(price), state(written), spotAtWriting, count);
        block.write(into.spot, step, state(hasJumps ? written : price));
        // At expiry no option is left to quote.
        if (slices[step] === undefined) observeSpotVol(block, step);
        else observeModelVol(block, step);
        if (integratedVariance !== undefined) block.write(integratedVariance, step, state(integral));
        if (varianceColumn === undefined) return;
        if (step === 0) block.fill(varianceColumn, step, parameters.initialVariance);
        else {
          kernels.promoteRow(state(variance), state(written), count);
          block.write(varianceColumn, step, state(written));
        }
      },
    };
    drawBlocks(plan, request, into);
  };
}
