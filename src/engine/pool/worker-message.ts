import type { ErrorData } from '../jobs/pool-worker.ts';
import type { EvaluationOptions } from '../objective.ts';

/** Groups [from, to) of a batch. */
export interface GroupRange {
  readonly from: number;
  readonly to: number;
}

/** A part of an evaluation. Typed arrays lie in shared memory. */
export type Phase =
  | {
      readonly kind: 'evaluate';
      readonly weights: Float32Array;
      readonly batch: object;
      readonly options: EvaluationOptions;
      /** `[groups][partialSize]`. */
      readonly partials: Float64Array;
    }
  | {
      readonly kind: 'results';
      readonly weights: Float32Array;
      readonly batch: object;
      readonly options: EvaluationOptions;
      readonly results: Float64Array;
      /** Whether `backward` follows. */
      readonly keeps: boolean;
    }
  /** After `results` of the same groups. */
  | { readonly kind: 'backward'; readonly resultGradient: Float64Array; readonly partials: Float64Array };

/** What a worker is sent. It replies to 'run' alone. */
export type WorkerMessage =
  | {
      readonly kind: 'run';
      /** Number of the objective. */
      readonly id: number;
      /** Comes with the first message about an objective. */
      readonly problem?: unknown;
      readonly range: GroupRange;
      readonly phase: Phase;
      readonly turnover: number;
    }
  | { readonly kind: 'drop'; readonly id: number; readonly turnover: number };

export interface WorkerReply {
  /** Absent when all went well. */
  readonly error?: ErrorData | undefined;
}
