/** How often a label differs from the one before. Rows without one (−1, as `mostProbable` gives) are passed over. */
export function countSwitches(labels: ArrayLike<number>): number {
  let switches = 0;
  let last = -1;
  for (let t = 0; t < labels.length; t++) {
    if (labels[t] < 0) continue;
    if (last >= 0 && labels[t] !== last) switches++;
    last = labels[t];
  }
  return switches;
}
