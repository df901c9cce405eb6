import { readFileSync } from 'node:fs';

/**
 * The functions of assembly/, by memory address. Counts and rows are in float32 numbers; matrices of activations are
 * `[unit][rows]`, with rows a multiple of 8 and element counts a multiple of 4. Nothing is checked in there.
 */
export interface Kernels {
  readonly memory: KernelMemory;
  /** First byte of the memory that the caller may use. */
  heapBase(): number;
  /** `y = bias + weights · x`; a bias address of 0 stands for none. */
  affine(weights: number, bias: number, x: number, y: number, inputs: number, outputs: number, rows: number): void;
  /** `gradient += delta · xᵀ` and `biasGradient += Σ delta`. */
  weightGradient(
    delta: number,
    x: number,
    gradient: number,
    biasGradient: number,
    inputs: number,
    outputs: number,
    rows: number,
  ): void;
  /** Activations in place; their slopes to `slopes`. */
  silu(values: number, slopes: number, count: number): void;
  relu(values: number, slopes: number, count: number): void;
  tanh(values: number, slopes: number, count: number): void;
  /** `values *= slopes`. */
  multiply(values: number, slopes: number, count: number): void;
  lstmForward(gates: number, cellBefore: number, cell: number, cellTanh: number, hidden: number, count: number): void;
  lstmBackward(
    gates: number,
    cellBefore: number,
    cellTanh: number,
    hiddenGradient: number,
    cellGradient: number,
    delta: number,
    count: number,
  ): void;
  mapExp(source: number, target: number, count: number): void;
  mapSigmoid(source: number, target: number, count: number): void;
  mapTanh(source: number, target: number, count: number): void;
}

/** What of `WebAssembly.Memory` is used. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB; arrays that looked at the buffer before are detached. */
  grow(pages: number): number;
}

/** The part of the WebAssembly interface used here; the language library without a browser leaves it undeclared. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/**
 * Instantiates the compiled kernels, synchronously. Every call gives an instance with a memory of its own, so callers
 * cannot disturb each other. Throws an Error that says what to do when the compiled file is missing.
 *
 * @param location of the compiled file; by default wasm/kernels.wasm at the root of the package, which is three folders up
 * from src/engine/kernels and from dist/engine/kernels alike
 */
export function loadKernels(location: URL = new URL('../../../wasm/kernels.wasm', import.meta.url)): Kernels {
  const module = new WebAssembly.Module(readKernels(location));
  return new WebAssembly.Instance(module, { env: { abort: refuse } }).exports as Kernels;
}

function readKernels(location: URL): Uint8Array {
  try {
    return readFileSync(location);
  } catch (cause) {
    throw new Error(`the compiled kernels are missing at ${location.pathname}: run "npm run build" first`, { cause });
  }
}

function refuse(): never {
  throw new Error('a kernel stopped');
}
