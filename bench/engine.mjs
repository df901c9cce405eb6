// The training kernels: one training step's forward and backward pass, against the limit of the machine's cores, and
// the forward pass against the plain TensorFlow.js graph. npm run bench -- engine [--json FILE]
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { createAdam } from '../dist/engine/adam.js';
import { createDenseKernel, denseWeightCount, initialDenseWeights } from '../dist/engine/dense-kernel.js';
import { denseLayers } from '../dist/engine/dense-weights.js';
import { createLstmKernel, initialLstmWeights } from '../dist/engine/lstm-kernel.js';
import { createRandomStream } from '../dist/math/random.js';

const { values: options } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const stream = createRandomStream(1, 'bench', 'engine');
const draw = (length) => Float32Array.from({ length }, () => stream.normal());
const rows = [];

/** Least, median and upper-quartile milliseconds of each function, called in turns after a warm-up. */
function measure(functions, rounds) {
  const times = functions.map(() => []);
  for (let k = 0; k < rounds + rounds / 2; ++k) {
    for (const [f, run] of functions.entries()) {
      const start = performance.now();
      run();
      if (k >= rounds / 2) times[f].push(performance.now() - start);
    }
  }
  return times.map((list) => {
    list.sort((a, b) => a - b);
    return { least: list[0], median: list[list.length >> 1], upper: list[Math.floor(0.75 * list.length)] };
  });
}

function report(name, ours, multiplications, peer, theirs) {
  const gigaflops = multiplications === undefined ? undefined : (2 * multiplications) / ours.least / 1e6;
  rows.push({
    case: name,
    ours: ours.median,
    oursLeast: ours.least,
    oursUpperQuartile: ours.upper,
    unit: 'ms',
    ...(gigaflops !== undefined && { gigaflopsAtLeast: gigaflops }),
    ...(peer !== undefined && { peer, peerValue: theirs.median, ratio: theirs.median / ours.median }),
  });
  const parts = [
    `${ours.median.toFixed(3)} ms (least ${ours.least.toFixed(3)}, upper quartile ${ours.upper.toFixed(3)})`,
  ];
  if (gigaflops !== undefined) parts.push(`${gigaflops.toFixed(1)} GFLOP/s at the least`);
  if (peer !== undefined)
    parts.push(`${peer} ${theirs.median.toFixed(1)} ms, ${(theirs.median / ours.median).toFixed(0)} times`);
  console.log(`${name}: ${parts.join('; ')}`);
}

/** Multiplications of the products: forward, to the inputs of each layer but the first, and to the weights. */
function denseMultiplications(shape, count) {
  const forward = denseLayers(shape).reduce((sum, layer) => sum + layer.inputs * layer.outputs, 0);
  const first = shape.inputs * (shape.hidden[0] ?? shape.outputs);
  return { forward: count * forward, both: count * (3 * forward - first) };
}

function benchDense(activation, count) {
  const shape = { kind: 'dense', inputs: 5, hidden: [32, 32], outputs: 2, activation };
  const kernel = createDenseKernel(shape);
  const weights = initialDenseWeights(shape, stream);
  const inputs = draw(5 * count);
  const outputGradient = draw(2 * count);
  const name = `dense 5→32→32→2 ${activation}, ${count} rows`;
  const multiplications = denseMultiplications(shape, count);
  const [both] = measure([() => step(kernel, weights, inputs, outputGradient, count)], 200);
  report(`${name}, forward and backward`, both, multiplications.both);
  if (activation !== 'silu') return;
  const [ours, theirs] = measure(
    [() => kernel.forward(weights, inputs, count), () => graphForward(shape, weights, inputs, count)],
    10,
  );
  report(`${name}, forward`, ours, multiplications.forward, 'TensorFlow.js CPU', theirs);
}

function graphForward(shape, weights, inputs, count) {
  tf.tidy(() => {
    let x = tf.tensor2d(inputs, [shape.inputs, count]);
    for (const [l, layer] of denseLayers(shape).entries()) {
      const matrix = tf.tensor2d(weights.subarray(layer.weights, layer.bias), [layer.outputs, layer.inputs]);
      const bias = tf.tensor2d(weights.subarray(layer.bias, layer.bias + layer.outputs), [layer.outputs, 1]);
      const z = tf.add(tf.matMul(matrix, x), bias);
      x = l < shape.hidden.length ? tf.mul(z, tf.sigmoid(z)) : z;
    }
    x.dataSync();
  });
}

function benchLstm(units, count) {
  const shape = { kind: 'lstm', inputs: 8, units, window: 22, outputs: 1 };
  const kernel = createLstmKernel(shape);
  const weights = initialLstmWeights(shape, stream);
  const inputs = draw(22 * 8 * count);
  const outputGradient = draw(count);
  const multiplications = 22 * count * 4 * units * (2 * (8 + units) + units);
  const [both] = measure([() => step(kernel, weights, inputs, outputGradient, count)], 200);
  report(`LSTM 8 inputs, ${units} units, 22 steps, batch ${count}, forward and backward`, both, multiplications);
}

function step(kernel, weights, inputs, outputGradient, count) {
  kernel.forward(weights, inputs, count);
  kernel.backward(outputGradient);
}

function benchAdam(size) {
  const adam = createAdam({ learningRate: 1e-3, clipNorm: 1 });
  const weights = draw(size);
  const gradient = draw(size);
  const [ours] = measure([() => adam.step(weights, gradient)], 2000);
  adam.dispose();
  report(`Adam step, ${size} weights`, ours);
}

tf.env().set('PROD', true);
benchAdam(denseWeightCount({ kind: 'dense', inputs: 5, hidden: [32, 32], outputs: 2, activation: 'silu' }));
benchAdam(5000);
benchDense('silu', 2560);
benchDense('relu', 2560);
benchDense('silu', 21_504);
for (const units of [16, 32]) for (const count of [128, 256]) benchLstm(units, count);

if (options.json !== undefined) {
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    platform: platform(),
    arch: arch(),
    node: process.version,
  };
  writeFileSync(options.json, `${JSON.stringify({ bench: 'engine', machine, rows }, undefined, 2)}\n`);
}
