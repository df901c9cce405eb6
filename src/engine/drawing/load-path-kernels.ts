import { readFileSync } from 'node:fs';
import type { KernelMemory } from '../kernels/load-kernels.ts';
import type { DrawKernels } from './draw-kernels.ts';
import type { GjrGarchKernels } from './gjr-garch-kernels.ts';
import type { HestonKernels } from './heston-kernels.ts';
import type { RegimeKernels } from './regime-kernels.ts';
import type { ResamplingKernels } from './resampling-kernels.ts';
import type { RoughBergomiKernels } from './rough-bergomi-kernels.ts';
import type { SabrKernels } from './sabr-kernels.ts';

/**
 * The functions of assembly/paths/, by memory address. A row holds one float64 per path of a block, or one float32 where
 * it says so; rows begin at multiples of 16 bytes, and `count`, the values to work on, is a multiple of 16. Nothing is
 * checked in there.
 */
export interface PathKernels
  extends DrawKernels,
    GjrGarchKernels,
    HestonKernels,
    RegimeKernels,
    ResamplingKernels,
    RoughBergomiKernels,
    SabrKernels {
  readonly memory: KernelMemory;
  /** First byte of the memory that the caller may use. */
  heapBase(): number;
  /** Every value of a row. */
  fillRow(row: number, value: number, count: number): void;
  /** Every value of a float32 row. */
  fillFloats(row: number, value: number, count: number): void;
  /** out = scale · exp(x); both rows may be the same. */
  expRow(x: number, out: number, scale: number, count: number): void;
  /** out = scale · log(x). */
  logRow(x: number, out: number, scale: number, count: number): void;
  /** out = scale · √x. */
  sqrtRow(x: number, out: number, scale: number, count: number): void;
  /** row += drift + scale · normal, the normals a float32 row: one substep of a logarithm or a price. */
  diffuseRow(row: number, normals: number, drift: number, scale: number, count: number): void;
  /**
   * row *= exp(drift + scale · normal), whose exponent must stay within ±0.25 and is float32: moves to 1e-7 of themselves, as
   * the normals are, cheaper than a logarithm and `expRow`.
   */
  growRow(row: number, normals: number, drift: number, scale: number, count: number): void;
  /** row *= exp(move), any move, as exact as `expRow`; the move gives way to the row's new value over the old one. */
  growByRow(row: number, moves: number, count: number): void;
  /**
   * row += the sum of N normal jumps: N by inversion of `uniforms` on `table`, the Poisson distribution function
   * F(0), F(1), … of `entries` values; their sum N·mean + √N·sd·normal.
   */
  jumpRow(
    row: number,
    uniforms: number,
    normals: number,
    table: number,
    entries: number,
    mean: number,
    sd: number,
    count: number,
  ): void;
  /**
   * out = a table read at x, by cubic interpolation between its values at origin, origin + 1/inverseStep, … (`entries`
   * of them, at least 4); the edge's value outside.
   */
  lookUpRow(
    x: number,
    out: number,
    table: number,
    entries: number,
    origin: number,
    inverseStep: number,
    count: number,
  ): void;
}

/** The part of the WebAssembly interface used here; the language library without a browser leaves it undeclared. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/**
 * The compiled path kernels of this thread. Compiled and started on the first call: drawing is synchronous, so that one
 * instance, whose memory every draw lays out anew, serves a whole thread.
 *
 * @param location of the compiled file; by default wasm/paths.wasm at the root of the package, which is three folders up
 * from src/engine/drawing and from dist/engine/drawing alike
 * @throws Error that says what to do when the compiled file is missing
 */
export function loadPathKernels(location: URL = new URL('../../../wasm/paths.wasm', import.meta.url)): PathKernels {
  let kernels = started.get(location.href);
  if (kernels === undefined) {
    const module = new WebAssembly.Module(readKernels(location));
    kernels = new WebAssembly.Instance(module, { env: { abort: refuse } }).exports as PathKernels;
    started.set(location.href, kernels);
  }
  return kernels;
}

/** What has been started in this thread, by location. */
const started = new Map<string, PathKernels>();

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
