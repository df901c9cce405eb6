/** A rule that calms regimes: either it changes the probabilities or it decides on changes of the label. */
export type CalmRule = ProbabilityRule | LabelRule;

/** Changes the probabilities of a row, knowing the rows before. */
export interface ProbabilityRule {
  readonly acts: 'on probabilities';
  /** Begins a history: the function takes its rows one by one, in constant time, and changes each in place. */
  start(states: number): (probabilities: Float64Array) => void;
  toJSON(): CalmRuleJSON;
}

/** Says whether the label held may give way to the row's most probable regime. Such rules keep no state of their own. */
export interface LabelRule {
  readonly acts: 'on labels';
  /**
   * @param held the label up to the row before
   * @param wanted the row's most probable regime, another one
   * @param heldDays rows for which the label was held; Infinity for one that was there before the first row
   * @param probabilities of the row, one for each regime
   */
  allows(held: number, wanted: number, heldDays: number, probabilities: ArrayLike<number>): boolean;
  toJSON(): CalmRuleJSON;
}

/** A rule as plain data; `loadCalmRule` restores it. */
export type CalmRuleJSON =
  | { readonly rule: 'minimumDwell'; readonly days: number }
  | { readonly rule: 'probabilityThreshold'; readonly probability: number }
  | { readonly rule: 'hysteresis'; readonly enter: number; readonly leave: number }
  | { readonly rule: 'persistence'; readonly halfLifeDays: number };
