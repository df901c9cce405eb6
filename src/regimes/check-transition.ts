/** Probabilities may miss a sum of 1 by this much. */
const rounding = 1e-6;

/** Throws a RangeError unless the rows of a square table are distributions over regimes. */
export function checkTransition(transition: readonly ArrayLike<number>[]): void {
  const states = transition.length;
  if (states === 0) throw new RangeError('transition is empty: expected one row for each regime');
  transition.forEach((row, i) => {
    if (row.length !== states) {
      throw new RangeError(`transition[${i}] has ${row.length} values: expected ${states}, one for each regime`);
    }
    let total = 0;
    for (let j = 0; j < states; j++) {
      if (!(row[j] >= 0)) throw new RangeError(`transition[${i}][${j}] is ${row[j]}: expected a probability`);
      total += row[j];
    }
    if (!(Math.abs(total - 1) <= rounding)) throw new RangeError(`transition[${i}] adds up to ${total}: expected 1`);
  });
}
