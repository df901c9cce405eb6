import type { ErrorData } from '../jobs/thread-error.ts';

/** Groups [from, to) of a batch. */
export interface GroupRange {
  readonly from: number;
  readonly to: number;
}

/** What a phase that begins an evaluation brings. */
export interface Beginning {
  readonly weights: Float32Array;
  readonly batch: object;
  readonly dropoutKey: number | undefined;
}

/** A part of an evaluation. Typed arrays lie in shared memory; partials are `[groups][partialSize]`. */
export type Phase =
  | (Beginning & { readonly kind: 'evaluate'; readonly partials: Float64Array })
  | (Beginning & { readonly kind: 'results'; readonly results: Float64Array })
  | (Beginning & { readonly kind: 'forward'; readonly results: Float64Array })
  /** After `forward` of the same groups. */
  | { readonly kind: 'backward'; readonly resultGradient: Float64Array; readonly partials: Float64Array };

/**
 * Whether workers take the groups of a phase as they come, so that a slow core holds up nobody. In `forward` and `backward`
 * each has a range of its own instead: the activations that the second needs are where the first left them.
 */
export function isOpen({ kind }: Phase): boolean {
  return kind === 'evaluate' || kind === 'results';
}

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

/** What a worker is started with. */
export interface WorkerStart {
  /** One number in shared memory; while it is not 0, workers leave the groups that they have not begun. */
  readonly stop: Int32Array;
  /** One number in shared memory: the next group that no worker has begun, where they take what comes (`isOpen`). */
  readonly next: Int32Array;
}
