/** A loss and its gradient by the weights. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** What changes from one evaluation of an objective to the next besides weights and batch. */
export interface EvaluationOptions {
  /**
   * Key of the random masks of dropout layers, a whole number in [0, 2^53): the same key, the same masks. Without one
   * nothing is dropped, as when a trained network is used.
   */
  readonly dropoutKey?: number | undefined;
  /** Stops the evaluation between two groups of rows: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What an evaluation without dropout takes. */
type PlainOptions = Omit<EvaluationOptions, 'dropoutKey'>;

/**
 * A loss over a batch as a function of flat weights, with its exact gradient: what training minimises. Arrays returned
 * are fresh. Throws a RangeError for weights or a batch that do not fit.
 */
export interface Objective<Batch> {
  /** Number of weights: those of the network, then those of the loss where it has any (the threshold of CVaR). */
  readonly size: number;
  lossAndGradient(weights: Float32Array, batch: Batch, options?: EvaluationOptions): Evaluation;
  /** The loss alone, nothing dropped. */
  loss(weights: Float32Array, batch: Batch, options?: PlainOptions): number;
  /** What the loss is taken of: P&L `[paths]` of a policy, outputs `[horizons][rows]` of a forecaster, without the baseline. */
  results(weights: Float32Array, batch: Batch, options?: PlainOptions): Float64Array;
}

/**
 * An objective that runs on worker threads, to the same bits as in the calling thread. An aborted call rejects when the
 * workers have stopped, one that waits for others when its turn comes.
 */
export interface ParallelObjective<Batch> {
  readonly size: number;
  lossAndGradient(weights: Float32Array, batch: Batch, options?: EvaluationOptions): Promise<Evaluation>;
  loss(weights: Float32Array, batch: Batch, options?: PlainOptions): Promise<number>;
  results(weights: Float32Array, batch: Batch, options?: PlainOptions): Promise<Float64Array>;
  /** Frees what the workers hold for it. */
  close(): Promise<void>;
}
