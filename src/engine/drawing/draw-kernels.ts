/**
 * Kernels that fill rows of draws (assembly/paths/draws.ts). The draws of four substeps come at once, in rows that lie so
 * many bytes apart. Unit u, the path's number (or the pair's, if mirrored), is low + 2^32 · high for a row's first value; the
 * low words of a row must not wrap around.
 */
export interface DrawKernels {
  /** Standard normals, float32. */
  fillNormals(
    target: number,
    stepBytes: number,
    count: number,
    unitLow: number,
    unitHigh: number,
    group: number,
    factor: number,
    keyLow: number,
    keyHigh: number,
    mirrored: boolean,
  ): void;
  /** Uniforms on (0, 1), float64: Φ of what `fillNormals` gives for the same numbers. */
  fillUniforms(
    target: number,
    stepBytes: number,
    count: number,
    unitLow: number,
    unitHigh: number,
    group: number,
    factor: number,
    keyLow: number,
    keyHigh: number,
    mirrored: boolean,
  ): void;
  /** What `fillNormals` and `fillUniforms` give for the same numbers, in one go. */
  fillBoth(
    normals: number,
    uniforms: number,
    normalBytes: number,
    uniformBytes: number,
    count: number,
    unitLow: number,
    unitHigh: number,
    group: number,
    factor: number,
    keyLow: number,
    keyHigh: number,
    mirrored: boolean,
  ): void;
  /** Standard normals from whole numbers of 32 bits, Φ⁻¹((w + ½)/2³²), float32. */
  normalsFromBits(bits: number, target: number, count: number): void;
  /**
   * Sobol's points `first`, `first` + 1, … in the order of Gray's code: one dimension, scrambled by a seed, as whole
   * numbers of 32 bits. `directions` are its 32 direction numbers, bits in reverse.
   */
  sobolBits(target: number, directions: number, first: number, scramble: number, count: number): void;
  /** a ← cosine · a + sine · b and b ← sine · a − cosine · b: how a Brownian bridge halves a stretch; float32 rows. */
  turnRows(a: number, b: number, cosine: number, sine: number, count: number): void;
}
