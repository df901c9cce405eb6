/** How often a label differs from the one before. */
export function countSwitches(labels: ArrayLike<number>): number {
  let switches = 0;
  for (let t = 1; t < labels.length; t++) if (labels[t] !== labels[t - 1]) switches++;
  return switches;
}
