// TensorFlow.js's side of `npm run bench -- train`, on its CPU backend: the same lines of JSON as torch_peer.py.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { createLstm } from './tensorflow-lstm.mjs';
import { createPolicy } from './tensorflow-policy.mjs';

const create = { policy: createPolicy, lstm: createLstm };
const say = (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
let problem;

function readArrays(arrays) {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, base64 }]) => {
      const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
      return [name, { shape, values: new Float32Array(bytes.buffer) }];
    }),
  );
}

async function prepare(request) {
  problem = create[request.kind](request, readArrays(request.arrays));
  const { value, grads } = tf.variableGrads(problem.firstLoss, problem.variables);
  let square = 0;
  for (const gradient of Object.values(grads)) for (const g of await gradient.data()) square += g * g;
  const [loss] = await value.data();
  tf.dispose([value, grads]);
  return { loss, gradientNorm: Math.sqrt(square) };
}

async function run({ steps }) {
  const milliseconds = [];
  for (let k = 0; k < steps; ++k) {
    const start = performance.now();
    await problem.step();
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds };
}

console.warn = () => {};
await tf.setBackend('cpu');
say({ version: tf.version.tfjs });
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    say(request.op === 'prepare' ? await prepare(request) : await run(request));
  } catch (error) {
    say({ error: error.stack });
  }
}
