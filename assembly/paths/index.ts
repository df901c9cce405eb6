// The kernels that draw price paths, as src/engine/drawing/load-path-kernels.ts sees them. Rows of float64 or float32, one
// value per path of a block; the caller lays out the memory.

/** First byte that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}
