/** What of a market's request the drivers of drawing read (see `SimulationRequest` of src/simulate/market.ts). */
export interface DrawRequest {
  readonly paths: number;
  readonly steps: number;
  readonly daysPerStep?: number;
  readonly seed: number;
  readonly stream: readonly (string | number)[];
  readonly firstPath?: number;
  readonly antithetic?: boolean;
  readonly sampling?: 'pseudo-random' | 'sobol';
}

/** Where a block's rows go: path p of the request at step k stands at `k * stride + offset + p` of each column. */
export interface DrawTarget {
  readonly stride: number;
  readonly offset: number;
}

/** What a factor is drawn as: normal rows, uniform rows, or both of the same draw (the uniform is Φ of the normal). */
export type FactorKind = 'normal' | 'uniform' | 'both';
