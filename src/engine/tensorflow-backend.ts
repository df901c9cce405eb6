import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  env,
  findBackend,
  getBackend,
  type KernelFunc,
  registerBackend,
  registerKernel,
  setBackend,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** Name of the TensorFlow.js backend on which the optimisers run. */
export const BACKEND_NAME = 'regime-hedge';

/**
 * Runs `work` on this project's TensorFlow.js backend and gives the process its own backend back afterwards; where none
 * was chosen yet, 'cpu' is. The backend is TensorFlow.js's CPU backend, with the arithmetic that an optimiser step is
 * made of replaced by plain loops that give the same bits (a step on 1,300 weights is then several times faster). It has
 * the lowest priority, so TensorFlow.js never picks it by itself.
 */
export function onTensorFlow<T>(work: () => T): T {
  const before = getBackend() || 'cpu';
  if (before === BACKEND_NAME) return work();
  if (findBackend(BACKEND_NAME) === null) registerOptimiserBackend();
  select(BACKEND_NAME);
  try {
    return work();
  } finally {
    select(before);
  }
}

/** Backends that start synchronously, as these do, are selected when the call returns; the promise says no more. */
function select(name: string): void {
  void setBackend(name);
}

function registerOptimiserBackend(): void {
  registerBackend(BACKEND_NAME, createQuietBackend, 0);
  copyRegisteredKernels('cpu', BACKEND_NAME);
  const kernels: Readonly<Record<string, KernelFunc>> = {
    Add: binary((a, aStep, b, bStep, out) => {
      for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] + b[i * bStep];
    }),
    Sub: binary((a, aStep, b, bStep, out) => {
      for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] - b[i * bStep];
    }),
    Multiply: binary((a, aStep, b, bStep, out) => {
      for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] * b[i * bStep];
    }),
    RealDiv: binary((a, aStep, b, bStep, out) => {
      for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] / b[i * bStep];
    }),
  };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    unregisterKernel(kernelName, BACKEND_NAME);
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
  }
}

/** The first write makes the CPU backend print an advertisement: it is made here, with messages off for that moment. */
function createQuietBackend(): MathBackendCPU {
  const backend = new MathBackendCPU();
  const before = env().getBool('PROD');
  env().set('PROD', true);
  try {
    backend.disposeData(backend.write(new Float32Array(1), [1], 'float32'));
  } finally {
    env().set('PROD', before);
  }
  return backend;
}

type BinaryLoop = (a: Float32Array, aStep: number, b: Float32Array, bStep: number, out: Float32Array) => void;

/** A kernel for two vectors, or a vector and a single number: all that an optimiser of flat weights needs. */
function binary(loop: BinaryLoop): KernelFunc {
  return ({ inputs, backend }) => {
    const cpu = backend as MathBackendCPU;
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const aValues = cpu.data.get(a.dataId).values as Float32Array;
    const bValues = cpu.data.get(b.dataId).values as Float32Array;
    const shape = a.shape.length >= b.shape.length ? a.shape : b.shape;
    const length = Math.max(aValues.length, bValues.length);
    const fits = (values: Float32Array) => values.length === 1 || values.length === length;
    if (shape.length > 1 || !fits(aValues) || !fits(bValues)) {
      throw new RangeError(
        `the ${BACKEND_NAME} backend computes on vectors of one length, not [${a.shape}] and [${b.shape}]`,
      );
    }
    const out = new Float32Array(length);
    loop(aValues, aValues.length === 1 ? 0 : 1, bValues, bValues.length === 1 ? 0 : 1, out);
    return cpu.makeTensorInfo(shape, 'float32', out);
  };
}
