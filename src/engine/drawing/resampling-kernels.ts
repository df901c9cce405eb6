/**
 * Kernels of markets that resample history (assembly/paths/resample.ts, block-bootstrap.ts and filtered-history.ts). A row
 * `day` holds the number of the day that each path is on, counted from 0 in history; a table holds a value for each day.
 */
export interface ResamplingKernels {
  /** out = ⌊uniform · entries⌋. */
  pickRow(uniforms: number, out: number, entries: number, count: number): void;
  /** day ← ⌊pick · days⌋ where the uniform of `ends` is below `chance`, else the day after, day 0 after the last. */
  nextDayRow(day: number, ends: number, picks: number, chance: number, days: number, count: number): void;
  /** out = table[index]. */
  gatherRow(index: number, out: number, table: number, count: number): void;
  /** row *= table[day] · factor. */
  scaleByDayRow(row: number, day: number, table: number, factor: number, count: number): void;
  /** row *= table[day], held within [lowest, highest]. */
  rideByDayRow(row: number, day: number, table: number, lowest: number, highest: number, count: number): void;
  /** variance ← lambda · variance + weight · (table[day] − shift)². */
  ewmaByDayRow(
    variance: number,
    day: number,
    table: number,
    shift: number,
    lambda: number,
    weight: number,
    count: number,
  ): void;
  /**
   * One day of filtered history. `pairs` holds a scaled return z and a shock u for each day, side by side; `numbers` holds
   * quadratic, cubic, quartic, slope, lowest and highest. With σ of `vol`, logSpot += σ z − σ² (quadratic + cubic σ +
   * quartic σ²); then logVol ← slope · logVol + u, held within [lowest, highest], and vol ← exp(logVol).
   */
  filteredRow(
    logSpot: number,
    logVol: number,
    vol: number,
    day: number,
    pairs: number,
    numbers: number,
    count: number,
  ): void;
}
