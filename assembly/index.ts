// The kernels, as src/engine/load-kernels.ts sees them. All of them read and write one block of memory that the caller
// lays out (docs/engine.md). Matrices of activations are [unit][row]; `rows` is always a multiple of 8.

export { multiply, relu, silu, tanh } from './activations';
export { affine } from './affine';
export { mapExp, mapSigmoid, mapTanh } from './elementary';
export { lstmBackward, lstmForward } from './lstm-cell';
export { weightGradient } from './weight-gradient';

/** First byte that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}
