import { loadPathKernels } from '../../../src/engine/drawing/load-path-kernels.ts';

/** Room in the memory of the path kernels, for tests that call them one by one. */
export function pathMemory(bytes: number) {
  const kernels = loadPathKernels();
  let next = Math.ceil(kernels.heapBase() / 64) * 64;
  const missing = next + bytes - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / 65536));
  const { buffer } = kernels.memory;
  const take = (size: number) => {
    const address = next;
    next = Math.ceil((next + size) / 64) * 64;
    return address;
  };
  return {
    kernels,
    doubles: (length: number) => new Float64Array(buffer, take(8 * length), length),
    floats: (length: number) => new Float32Array(buffer, take(4 * length), length),
    words: (length: number) => new Uint32Array(buffer, take(4 * length), length),
  };
}
