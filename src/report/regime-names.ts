/** 'calm' for the regime of lowest variance, 'turbulent' for the highest, nothing for those between. */
export function regimeName(regime: number, states: number): string {
  if (regime === 0) return `${regime} calm`;
  return regime === states - 1 ? `${regime} turbulent` : `${regime}`;
}
