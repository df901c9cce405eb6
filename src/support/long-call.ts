/** How far a long call has come. */
export interface Progress {
  /** What is being done, for people: 'fitting regimes 2008-01-02'. */
  readonly label: string;
  /** Work done and work in all, in the same unit. */
  readonly done: number;
  readonly total: number;
  /** Where something is trained: mean loss of its latest steps. */
  readonly loss?: number | undefined;
  /** Where something is trained and validated: lowest validation loss so far. */
  readonly bestValidation?: number | undefined;
  /** Time left, estimated from the pace of this call, where it is known. */
  readonly secondsLeft?: number | undefined;
}

export type ProgressListener = (progress: Progress) => void;

/** What every long call takes: it can be watched and stopped. */
export interface LongCallOptions {
  /** Stops the call: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** What every long call that draws random numbers takes. The seed is always explicit. */
export interface SeededCallOptions extends LongCallOptions {
  /** Whole number in [0, 2^53). Streams are split from it by name (`src/math/random.ts`). */
  readonly seed: number;
}
