/** Losses of five forecasts over 60 days and 200 resamples, from a generator that any language has: xₙ₊₁ = 16807 xₙ mod (2³¹ − 1). */
export function drawnLosses(): { readonly losses: Float64Array[]; readonly indices: Int32Array[]; uniform(): number } {
  let state = 12345;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state;
  };
  const uniform = () => next() / 2147483647;
  const losses = Array.from({ length: 5 }, () => new Float64Array(60));
  for (let t = 0; t < 60; t++) {
    for (let k = 0; k < 5; k++) {
      losses[k][t] = (0.2 + uniform()) * (1 + 0.08 * k) + 0.3 * Math.sin(t / 5) + (k === 4 ? 0.15 : 0);
    }
  }
  const indices = Array.from({ length: 200 }, () => {
    let row = 0;
    return Int32Array.from({ length: 60 }, (_, t) => {
      const restarts = next() % 5 === 0 || t === 0;
      row = restarts ? next() % 60 : (row + 1) % 60;
      return row;
    });
  });
  return { losses, indices, uniform };
}
