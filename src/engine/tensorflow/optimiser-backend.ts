import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  env,
  findBackend,
  getBackend,
  getKernel,
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
 * Runs `work` on this project's TensorFlow.js backend and gives the process the backend it had back afterwards. Where it
 * had none yet this one stays, until another is chosen: changing backends costs more than an optimiser step.
 *
 * The backend is TensorFlow.js's CPU backend with the arithmetic of vectors, of which optimiser steps are made, replaced
 * by plain loops that give the same bits (a step on 1,300 weights is then about five times faster). It has the lowest
 * priority, so TensorFlow.js never picks it by itself.
 */
export function onTensorFlow<T>(work: () => T): T {
  const before = getBackend();
  if (before === BACKEND_NAME) return work();
  if (findBackend(BACKEND_NAME) === null) registerOptimiserBackend();
  select(BACKEND_NAME);
  try {
    return work();
  } finally {
    if (before) select(before);
  }
}

/** Backends that start synchronously, as these do, are selected when the call returns; the promise says no more. */
function select(name: string): void {
  void setBackend(name);
}

function registerOptimiserBackend(): void {
  registerBackend(BACKEND_NAME, createQuietBackend, 0);
  copyRegisteredKernels('cpu', BACKEND_NAME);
  replaceKernel('Add', (a, aStep, b, bStep, out) => {
    for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] + b[i * bStep];
  });
  replaceKernel('Sub', (a, aStep, b, bStep, out) => {
    for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] - b[i * bStep];
  });
  replaceKernel('Multiply', (a, aStep, b, bStep, out) => {
    for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] * b[i * bStep];
  });
  replaceKernel('RealDiv', (a, aStep, b, bStep, out) => {
    for (let i = 0; i < out.length; ++i) out[i] = a[i * aStep] / b[i * bStep];
  });
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

/**
 * Puts a plain loop in the place of a kernel for vectors of one length and single numbers, the step through an operand
 * being 1 or 0. Everything else still goes to the kernel of the CPU backend.
 */
function replaceKernel(kernelName: string, loop: BinaryLoop): void {
  const original = getKernel(kernelName, 'cpu').kernelFunc;
  const kernelFunc: KernelFunc = (call) => {
    const cpu = call.backend as MathBackendCPU;
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const aValues = cpu.data.get(a.dataId).values;
    const bValues = cpu.data.get(b.dataId).values;
    const isPlain =
      isVectorOrNumber(a) && isVectorOrNumber(b) && (a.shape.length + b.shape.length < 2 || a.shape[0] === b.shape[0]);
    if (!isPlain || !(aValues instanceof Float32Array) || !(bValues instanceof Float32Array)) return original(call);
    const out = new Float32Array(Math.max(aValues.length, bValues.length));
    loop(aValues, a.shape.length, bValues, b.shape.length, out);
    return cpu.makeTensorInfo(a.shape.length === 1 ? a.shape : b.shape, 'float32', out);
  };
  unregisterKernel(kernelName, BACKEND_NAME);
  registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
}

function isVectorOrNumber({ shape, dtype }: TensorInfo): boolean {
  return shape.length <= 1 && dtype === 'float32';
}
