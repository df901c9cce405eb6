import { requirePositive } from '../../support/require.ts';
import { describe } from '../check-network.ts';

interface WarmUp {
  /**
   * Steps over which the rate first rises in a straight line to where the schedule begins (Goyal et al., 2017); the
   * schedule then fills the steps left. 0 by default.
   */
  readonly warmupSteps?: number | undefined;
}

/** The same rate at every step. */
export interface ConstantSchedule extends WarmUp {
  readonly kind: 'constant';
  readonly rate: number;
}

/** Half a cosine from `from` to `to` (Loshchilov and Hutter, 2017, without restarts). */
export interface CosineSchedule extends WarmUp {
  readonly kind?: 'cosine' | undefined;
  readonly from: number;
  readonly to: number;
}

/** From `from` to `to` by the same factor at every step. */
export interface ExponentialSchedule extends WarmUp {
  readonly kind: 'exponential';
  readonly from: number;
  readonly to: number;
}

/** Learning rate over the steps of a training, as plain data. */
export type LearningRateSchedule = ConstantSchedule | CosineSchedule | ExponentialSchedule;

/**
 * The rate of step 0, 1, … of a training of so many steps. With s = (step − warmupSteps)/(steps − warmupSteps):
 *
 *   cosine: to + (from − to)(1 + cos πs)/2,   exponential: from·(to/from)^s,
 *
 * and before, start·(step + 1)/(warmupSteps + 1), where `start` is the rate at s = 0.
 *
 * @example
 * learningRateAt({ kind: 'exponential', from: 0.01, to: 0.0001 }, 50, 100); // 0.001
 */
export function learningRateAt(schedule: LearningRateSchedule, step: number, steps: number): number {
  const { warmupSteps = 0 } = schedule;
  if (step < warmupSteps) return (startOf(schedule) * (step + 1)) / (warmupSteps + 1);
  const done = step - warmupSteps;
  const all = steps - warmupSteps;
  switch (schedule.kind) {
    case 'constant':
      return schedule.rate;
    case 'exponential':
      return schedule.from * (schedule.to / schedule.from) ** (done / all);
    default:
      return schedule.to + 0.5 * (schedule.from - schedule.to) * (1 + Math.cos((Math.PI * done) / all));
  }
}

/**
 * The schedule with its defaults written out and nothing else; of a number, the constant one. Throws a RangeError for a rate that is not above 0, an
 * unknown kind, or a warm-up that leaves no step.
 */
export function completeLearningRate(rate: number | LearningRateSchedule, steps: number): LearningRateSchedule {
  const schedule = typeof rate === 'number' ? ({ kind: 'constant', rate } as const) : rate;
  if (typeof schedule !== 'object' || schedule === null) {
    throw new RangeError(`learningRate is ${describe(schedule)}: expected a number or a schedule`);
  }
  const { kind = 'cosine', warmupSteps = 0 } = schedule;
  if (!['constant', 'cosine', 'exponential'].includes(kind)) {
    throw new RangeError(`learningRate.kind is ${kind}: expected constant, cosine or exponential`);
  }
  if (!(Number.isInteger(warmupSteps) && warmupSteps >= 0 && warmupSteps < steps)) {
    throw new RangeError(
      `learningRate.warmupSteps is ${warmupSteps}: expected a whole number from 0 to below the ${steps} steps`,
    );
  }
  if (schedule.kind === 'constant') {
    requirePositive(typeof rate === 'number' ? 'learningRate' : 'learningRate.rate', schedule.rate);
    return { kind: schedule.kind, rate: schedule.rate, warmupSteps };
  }
  const { from, to } = schedule;
  requirePositive('learningRate.from', from);
  requirePositive('learningRate.to', to);
  return { kind: schedule.kind ?? 'cosine', from, to, warmupSteps };
}

function startOf(schedule: LearningRateSchedule): number {
  return schedule.kind === 'constant' ? schedule.rate : schedule.from;
}
