// The kernels, as src/engine/kernels/load-kernels.ts sees them. All of them read and write one block of memory that the caller
// lays out (docs/engine.md). Matrices of activations are [unit][row], with the 64 rows of a tile.

export { relu, reluBackward, silu, siluBackward, tanh, tanhBackward } from './activations';
export { add, addScaled } from './add';
export { affine } from './affine';
export { biasGradient } from './bias-gradient';
export { dropout } from './dropout';
export { mapExp, mapSigmoid, mapTanh } from './maps';
export { gruBackward, gruForward, gruGates, gruResetBackward } from './gru-cell';
export { lstmBackward, lstmForward } from './lstm-cell';
export { peakLoop } from './peak';
export {
  account,
  accountBackward,
  bandHead,
  bandHeadBackward,
  correctionHead,
  unwind,
  unwindBackward,
} from './hedging';
export { pack, packTranspose } from './pack';
export { weightGradient } from './weight-gradient';

/** First byte that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}
