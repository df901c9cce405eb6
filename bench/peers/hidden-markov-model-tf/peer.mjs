// hidden-markov-model-tf's side of `npm run bench -- regimes`: lines of JSON, as numpy_paths.py. It has a folder of its own, for
// it needs an older TensorFlow.js: npm install --prefix bench/peers/hidden-markov-model-tf
import { createInterface } from 'node:readline';

const say = (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
console.warn = () => {};
let tf;
let HiddenMarkovModel;
try {
  tf = await import('@tensorflow/tfjs');
  ({ default: HiddenMarkovModel } = await import('hidden-markov-model-tf'));
} catch (error) {
  say({ missing: error.message.split('\n')[0] });
  process.exit(0);
}
await tf.setBackend('cpu');
let data;
let states;

function prepare({ values, rows, dimensions, ...request }) {
  const bytes = Uint8Array.from(Buffer.from(values, 'base64'));
  data = tf.tensor(Float32Array.from(new Float64Array(bytes.buffer)), [1, rows, dimensions]);
  states = request.states;
  return {};
}

async function run({ steps }) {
  const milliseconds = [];
  let logLikelihood;
  let iterations;
  for (let step = 0; step < steps; step++) {
    const hmm = new HiddenMarkovModel({ states, dimensions: data.shape[2] });
    const start = performance.now();
    ({ iterations } = await hmm.fit(data, { maxIterations: 500, tolerance: 1e-3, seed: step + 1 }));
    milliseconds.push(performance.now() - start);
    [logLikelihood] = await hmm.logLikelihood(data).data();
  }
  return { milliseconds, logLikelihood, iterations };
}

say({ version: '4.0.0' });
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    say(request.op === 'prepare' ? prepare(request) : await run(request));
  } catch (error) {
    say({ error: error.stack });
  }
}
