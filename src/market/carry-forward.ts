/** Trading days for which the last quote stands in for missing ones; a longer gap stays one. */
const longestCarry = 10;

/** A day without a quote keeps the last one known. */
export function carryForward(values: Float64Array): { readonly values: Float64Array; readonly carried: number } {
  const filled = values.slice();
  let carried = 0;
  for (let t = 1, gap = 0; t < filled.length; t++) {
    gap = Number.isNaN(values[t]) ? gap + 1 : 0;
    if (gap === 0 || gap > longestCarry || Number.isNaN(filled[t - 1])) continue;
    filled[t] = filled[t - 1];
    carried++;
  }
  return { values: filled, carried };
}
