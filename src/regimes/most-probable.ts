import type { RegimeProbabilities } from './detector.ts';

/** The most probable regime of each row; the lower of two that are equally probable. */
export function mostProbable({ rows, columns }: RegimeProbabilities): Int32Array {
  const labels = new Int32Array(rows);
  for (let k = 1; k < columns.length; k++) {
    for (let t = 0; t < rows; t++) if (columns[k][t] > columns[labels[t]][t]) labels[t] = k;
  }
  return labels;
}
