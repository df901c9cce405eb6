/** One halving of a Brownian bridge: the stretch of substeps that begins at `start` is split at `middle`. */
export interface BridgeSplit {
  readonly start: number;
  readonly middle: number;
  /** Square roots of the shares of the stretch's length before and after the middle. */
  readonly before: number;
  readonly after: number;
}

/**
 * The halvings by which a bridge over so many substeps is built, whole stretches before their parts, so that the first
 * normals settle most of a path. Normals are kept as each stretch's increment over its standard deviation: with Z that of
 * a stretch and E the new normal, the parts are √p Z + √q E and √q Z − √p E, where p and q are the parts' shares.
 */
export function bridgeSplits(substeps: number): BridgeSplit[] {
  const splits: BridgeSplit[] = [];
  let stretches: readonly (readonly [number, number])[] = [[0, substeps]];
  while (stretches.length > 0) {
    stretches = stretches.flatMap(([start, end]) => {
      if (end - start < 2) return [];
      const middle = start + Math.ceil((end - start) / 2);
      const share = (middle - start) / (end - start);
      splits.push({ start, middle, before: Math.sqrt(share), after: Math.sqrt(1 - share) });
      return [
        [start, middle],
        [middle, end],
      ] as const;
    });
  }
  return splits;
}
