import { constant, LEAST } from './constants';

/**
 * x, or 0 where |x| < 2⁻⁸⁰. Gradients that go back through many steps vanish, and processors take many times as long
 * over numbers too small for a full mantissa: this stops them long before. NaN stays.
 */
// @ts-ignore: decorator
@inline
export function flush4(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), constant(LEAST)));
}
