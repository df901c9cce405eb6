/** Kernels of SABR (assembly/paths/sabr.ts). Logarithms of prices are ln(S / S at writing); normals are float32 rows. */
export interface SabrKernels {
  /**
   * One substep of β = 1. α moves to α · exp(volDrift + volScale · Z); with I = halfTime · (α₀² + α₁²), ln S moves by
   * drift + leverage · (α₁ − α₀) − I / 2 + √(independent · I) · Z.
   */
  sabrRow(
    logSpot: number,
    vol: number,
    priceNormals: number,
    volNormals: number,
    drift: number,
    volDrift: number,
    volScale: number,
    leverage: number,
    halfTime: number,
    independent: number,
    count: number,
  ): void;
  /** The same with α · S^power for α in the moves of ln S, absorbed at `floor`. */
  sabrPowerRow(
    logSpot: number,
    vol: number,
    priceNormals: number,
    volNormals: number,
    drift: number,
    volDrift: number,
    volScale: number,
    leverage: number,
    halfTime: number,
    independent: number,
    power: number,
    floor: number,
    count: number,
  ): void;
  /** out = α · S^power. */
  sabrLogVolRow(logSpot: number, vol: number, out: number, power: number, count: number): void;
  /** `haganVol` of one strike, held to `least` from below. */
  haganRow(
    logSpot: number,
    vol: number,
    out: number,
    logStrike: number,
    years: number,
    beta: number,
    correlation: number,
    volOfVol: number,
    least: number,
    count: number,
  ): void;
}
