import { networkLayout } from '../../../src/engine/network/network-layout.ts';
import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';

/** Largest error relative to the largest number expected: max|a − b| / max|b|; 0 for none where all expected are 0. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let error = 0;
  let size = 0;
  for (let k = 0; k < expected.length; ++k) {
    const difference = Math.abs(actual[k] - expected[k]);
    // Not `Math.max`, which would hide which side is NaN.
    if (!(difference <= error)) error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    size = Math.max(size, Math.abs(expected[k]));
  }
  return error === 0 ? 0 : error / size;
}

/**
 * Relative errors of a gradient: of the whole in the 2-norm, and of each block of weights by `relativeError`, by name:
 * '0 lstm kernel', '0 lstm recurrent', … and 'loss' for what follows the network. Largest first.
 */
export function gradientErrors(
  shape: NetworkShape,
  actual: Float32Array,
  expected: ArrayLike<number>,
): readonly (readonly [block: string, error: number])[] {
  const wanted = Array.from(expected);
  if (actual.length !== wanted.length) return [['length', Number.POSITIVE_INFINITY]];
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  const whole = norm(wanted.map((value, k) => actual[k] - value)) / norm(wanted);
  const layouts = networkLayout(shape);
  const blocks = layouts.flatMap(({ kind, kernel, recurrent, bias, end }, l) => [
    { name: `${l} ${kind} kernel`, from: kernel, to: recurrent },
    { name: `${l} ${kind} recurrent`, from: recurrent, to: bias },
    { name: `${l} ${kind} bias`, from: bias, to: end },
  ]);
  blocks.push({ name: 'loss', from: layouts.at(-1)!.end, to: wanted.length });
  const errors = blocks
    .filter(({ from, to }) => to > from)
    .map(({ name, from, to }) => [name, relativeError(actual.slice(from, to), wanted.slice(from, to))] as const);
  return [['whole', Number.isNaN(whole) ? Number.POSITIVE_INFINITY : whole] as const, ...errors].sort(
    (a, b) => b[1] - a[1],
  );
}
