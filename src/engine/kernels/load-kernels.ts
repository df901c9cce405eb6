import { readFileSync } from 'node:fs';

/**
 * The functions of assembly/, by memory address. Matrices of activations are `[unit][row]` with the 64 rows of a tile.
 * Nothing is checked in there.
 */
export interface Kernels {
  readonly memory: KernelMemory;
  /** First byte of the memory that the caller may use. */
  heapBase(): number;
  /** Packs `W[outputs][inputs]` for `affine`. */
  pack(weights: number, packed: number, inputs: number, outputs: number): void;
  /** Packs the transpose of `W[inputs][columns]` without its first `from` columns. */
  packTranspose(weights: number, packed: number, inputs: number, columns: number, from: number): void;
  /** `y = bias + W · x`; with a bias address of 0, `y = W · x`, or `y += W · x` if it `adds`. */
  affine(packed: number, bias: number, x: number, y: number, inputs: number, outputs: number, adds: boolean): void;
  /** `gradient += Σ delta · xᵀ` over steps that lie so many bytes apart. */
  weightGradient(
    delta: number,
    x: number,
    gradient: number,
    inputs: number,
    outputs: number,
    steps: number,
    deltaStep: number,
    xStep: number,
  ): void;
  /** `gradient += Σ delta` likewise. */
  biasGradient(delta: number, gradient: number, outputs: number, steps: number, deltaStep: number): void;
  /** Activations in place; SiLU leaves its slope in `delta`. */
  silu(values: number, delta: number, units: number): void;
  relu(values: number, delta: number, units: number): void;
  tanh(values: number, delta: number, units: number): void;
  /** From the gradient by the activations' values to that by their arguments, `delta`. */
  siluBackward(values: number, gradient: number, delta: number, units: number): void;
  reluBackward(values: number, gradient: number, delta: number, units: number): void;
  tanhBackward(values: number, gradient: number, delta: number, units: number): void;
  /** `target += source`. */
  add(target: number, source: number, units: number): void;
  /** `target += factor · source`. */
  addScaled(target: number, source: number, units: number, factor: number): void;
  correctionHead(outputs: number, reference: number, holdings: number, instruments: number): void;
  bandHead(
    outputs: number,
    reference: number,
    before: number,
    holdings: number,
    instruments: number,
    scale: number,
    isFree: boolean,
  ): void;
  bandHeadBackward(
    outputs: number,
    before: number,
    holdings: number,
    gradient: number,
    outputGradient: number,
    carried: number,
    instruments: number,
    scale: number,
    isFree: boolean,
  ): void;
  account(
    holdings: number,
    before: number,
    price: number,
    nextPrice: number,
    pnl: number,
    proportional: number,
    quadratic: number,
  ): void;
  accountBackward(
    holdings: number,
    before: number,
    price: number,
    nextPrice: number,
    weight: number,
    carried: number,
    gradient: number,
    proportional: number,
    quadratic: number,
  ): void;
  unwind(holdings: number, price: number, pnl: number, proportional: number, quadratic: number): void;
  unwindBackward(
    holdings: number,
    price: number,
    weight: number,
    carried: number,
    proportional: number,
    quadratic: number,
  ): void;
  /** One step of an LSTM's cell: gates i, f, g, o are activated in place. */
  lstmForward(gates: number, cellBefore: number, cell: number, cellTanh: number, hidden: number, units: number): void;
  /** Its way back: the gradient by the gates takes their place, that by the cell before the place of that by the cell. */
  lstmBackward(
    gates: number,
    cellBefore: number,
    cellTanh: number,
    hiddenGradient: number,
    cellGradient: number,
    units: number,
  ): void;
  /** One step of a GRU's cell, before and after the product of `resetHidden`: gates z, r, n are activated in place. */
  gruGates(gates: number, hiddenBefore: number, resetHidden: number, units: number): void;
  gruForward(gates: number, hiddenBefore: number, hidden: number, units: number): void;
  /** Its way back likewise; `hiddenGradient` becomes that by the hidden state before. */
  gruBackward(gates: number, hiddenBefore: number, hiddenGradient: number, units: number): void;
  gruResetBackward(
    gates: number,
    hiddenBefore: number,
    resetHiddenGradient: number,
    hiddenGradient: number,
    units: number,
  ): void;
  /** `target = scale · source` where the hash of seed, unit and row is at least `threshold`, else 0; or adds it. */
  dropout(
    source: number,
    target: number,
    units: number,
    unit: number,
    row: number,
    seed: number,
    threshold: number,
    scale: number,
    adds: boolean,
  ): void;
  mapExp(source: number, target: number, count: number): void;
  mapSigmoid(source: number, target: number, count: number): void;
  mapTanh(source: number, target: number, count: number): void;
  /** Register-only arithmetic, 96 floating-point operations for each of `count` rounds: what the core can do at most. */
  peakLoop(count: number): number;
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
  let module = compiled.get(location.href);
  if (module === undefined) {
    module = new WebAssembly.Module(readKernels(location));
    compiled.set(location.href, module);
  }
  try {
    return new WebAssembly.Instance(module, { env: { abort: refuse } }).exports as Kernels;
  } catch (cause) {
    const why = 'each network reserves about 10 GB of addresses, though not of memory';
    throw new Error(`the kernels cannot be started (${why}): raise the limit on virtual memory (ulimit -v)`, { cause });
  }
}

/** What has been compiled in this thread, by location: compiling takes longer than starting. */
const compiled = new Map<string, object>();

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
