// The elementary functions on their own, as the tests measure them.
import { exp4 } from './exp';
import { sigmoid4 } from './sigmoid';
import { tanh4 } from './tanh';

/** target[k] = e^source[k] for `count` numbers, a multiple of 4. */
export function mapExp(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, exp4(v128.load(source + k)));
}

/** target[k] = 1/(1 + e^−source[k]) for `count` numbers, a multiple of 4. */
export function mapSigmoid(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, sigmoid4(v128.load(source + k)));
}

/** target[k] = tanh source[k] for `count` numbers, a multiple of 4. */
export function mapTanh(source: usize, target: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, tanh4(v128.load(source + k)));
}
