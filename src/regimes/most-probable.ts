import type { RegimeProbabilities } from './detector.ts';

/** The most probable regime of each row, the lower of two that are equally probable; −1 in rows without probabilities. */
export function mostProbable({ rows, columns }: RegimeProbabilities): Int32Array {
  const labels = new Int32Array(rows);
  for (let t = 0; t < rows; t++) {
    let likeliest = 0;
    for (let k = 1; k < columns.length; k++) if (columns[k][t] > columns[likeliest][t]) likeliest = k;
    labels[t] = Number.isNaN(columns[likeliest][t]) ? -1 : likeliest;
  }
  return labels;
}
