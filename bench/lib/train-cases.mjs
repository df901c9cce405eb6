import { lstmCase } from './lstm-case.mjs';
import { policyCase } from './policy-case.mjs';

function policy({ widths, activation, paths }) {
  const name = `policy 3-${widths.join('-')}-1${activation === 'silu' ? ' silu' : ''} 30 steps ${paths} paths`;
  return {
    name,
    create: () =>
      policyCase({
        name,
        widths,
        activation,
        paths,
        targets: {
          'TensorFlow.js CPU': 20,
          ...(paths === 8192 && { PyTorch: 2, 'PyTorch tuned': 2, shareOfLimit: 0.6 }),
        },
        // A step of TensorFlow.js takes the better part of a minute, or more: one has to do.
        ...(paths > 8192 && { slowTurns: 1 }),
      }),
  };
}

function lstm({ windows, window, inputs, units }) {
  const name = `lstm ${windows}x${window}x${inputs}`;
  const targets = { 'TensorFlow.js CPU': 20, PyTorch: 1.5, 'PyTorch tuned': 1.5 };
  return { name, create: () => lstmCase({ name, windows, window, inputs, units, targets }) };
}

const two = [32, 32];
const four = [32, 32, 32, 32];

/** What is measured, by name; `create` draws the data. */
export const trainCases = [
  ...[1024, 8192, 65536].map((paths) => policy({ widths: two, paths })),
  policy({ widths: two, activation: 'silu', paths: 8192 }),
  ...[1024, 8192, 65536].map((paths) => policy({ widths: four, paths })),
  lstm({ windows: 5000, window: 22, inputs: 8, units: 32 }),
];
