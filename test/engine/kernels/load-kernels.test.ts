import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../../src/engine/kernels/load-kernels.ts';

/** Results of a map kernel for these float32 arguments. */
function mapped(map: 'mapExp' | 'mapSigmoid' | 'mapTanh', x: Float32Array): Float32Array {
  const kernels = loadKernels();
  const source = kernels.heapBase() + 16;
  kernels.memory.grow(Math.ceil((8 * x.length) / 65_536) + 1);
  const memory = new Float32Array(kernels.memory.buffer);
  memory.set(x, source / 4);
  kernels[map](source, source + 4 * x.length, x.length);
  return memory.slice(source / 4 + x.length, source / 4 + 2 * x.length);
}

/** Arguments over a range, evenly and on the scale of 0. */
function range(from: number, to: number): Float32Array {
  return Float32Array.from({ length: 200_000 }, (_, k) =>
    k % 2 === 0
      ? from + ((to - from) * (k + 0.5)) / 200_000
      : Math.min(to, 10 ** (-(k % 8000) / 1000)) * (k % 4 === 1 ? 1 : -1),
  );
}

describe('elementary functions', () => {
  it.each([
    ['mapExp', Math.exp, -87, 88],
    ['mapSigmoid', (x: number) => 1 / (1 + Math.exp(-x)), -80, 80],
    ['mapTanh', Math.tanh, -20, 20],
  ] as const)('%s has a relative error below 1e-6', (map, exact, from, to) => {
    const x = range(from, to);
    const y = mapped(map, x);
    let worst = 0;
    for (let k = 0; k < x.length; ++k) worst = Math.max(worst, Math.abs(y[k] / exact(x[k]) - 1));
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1e-6);
  });

  it('keeps limits and NaN', () => {
    const x = Float32Array.of(-1000, 1000, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, Number.NaN, 0, 0);
    expect([...mapped('mapTanh', x)]).toEqual([-1, 1, -1, 1, 0, Number.NaN, 0, 0]);
    const sigmoids = mapped('mapSigmoid', x);
    expect(sigmoids[0]).toBeLessThan(1e-37);
    expect([...sigmoids.slice(3)]).toEqual([1, 0.5, Number.NaN, 0.5, 0.5]);
    const exponentials = mapped('mapExp', x);
    expect(exponentials[1]).toBeGreaterThan(1e38);
    expect(exponentials[2]).toBeLessThan(1e-37);
    expect([...exponentials.slice(4)]).toEqual([1, Number.NaN, 1, 1]);
  });
});

describe('loadKernels', () => {
  it('gives every caller a memory of its own', () => {
    const first = loadKernels();
    const second = loadKernels();
    const at = first.heapBase() / 4 + 4;
    new Float32Array(first.memory.buffer)[at] = 5;
    expect(new Float32Array(second.memory.buffer)[at]).toBe(0);
  });

  it('says what to do when the compiled file is missing', () => {
    expect(() => loadKernels(new URL('file:///nowhere/kernels.wasm'))).toThrow(
      'the compiled kernels are missing at /nowhere/kernels.wasm: run "npm run build" first',
    );
  });
});
