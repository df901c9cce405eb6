/** How the features of a regime may vary together. */
export const covarianceKinds = ['diagonal', 'spherical', 'full', 'tied'] as const;

/**
 * - `diagonal`: a variance for each regime and feature, features independent
 * - `spherical`: one variance for each regime, the same for all features in standard units
 * - `full`: a covariance matrix for each regime
 * - `tied`: one covariance matrix for all regimes
 */
export type CovarianceKind = (typeof covarianceKinds)[number];

/** Numbers that hold the covariances of all states: diagonal K × D, spherical K, full K × D × D, tied D × D. */
export function covarianceSize(kind: CovarianceKind, states: number, dimensions: number): number {
  switch (kind) {
    case 'diagonal':
      return states * dimensions;
    case 'spherical':
      return states;
    case 'full':
      return states * dimensions * dimensions;
    case 'tied':
      return dimensions * dimensions;
  }
}

/** Free parameters among them: a symmetric matrix counts each pair once. */
export function countCovarianceParameters(kind: CovarianceKind, states: number, dimensions: number): number {
  const symmetric = (dimensions * (dimensions + 1)) / 2;
  switch (kind) {
    case 'diagonal':
      return states * dimensions;
    case 'spherical':
      return states;
    case 'full':
      return states * symmetric;
    case 'tied':
      return symmetric;
  }
}

/** The covariance matrix of a state, D × D row by row, from the numbers of all states. */
export function covarianceOf(
  kind: CovarianceKind,
  covariances: Float64Array,
  state: number,
  size: number,
): Float64Array {
  const square = size * size;
  if (kind === 'full') return covariances.slice(state * square, (state + 1) * square);
  if (kind === 'tied') return covariances.slice();
  const matrix = new Float64Array(square);
  for (let d = 0; d < size; d++) {
    matrix[d * size + d] = covariances[kind === 'spherical' ? state : state * size + d];
  }
  return matrix;
}
