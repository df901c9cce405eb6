import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandomStream } from 'regime-hedge';
import {
  createCheckpointFile,
  createEngine,
  denseLayers,
  initialWeights,
  loadModel,
  policyNetwork,
  saveModel,
  sharedFloat32,
  trainNetworkAsync,
} from 'regime-hedge/engine';
import { createGbm } from 'regime-hedge/simulate';

// A call over 30 days at 10 bps a trade, hedged by a network that reads log-moneyness, time left and its own holding,
// trained on the worker threads with fresh antithetic paths at every step.
const steps = 30;
const seed = 7;
const market = createGbm({ volAnnual: 0.2 });
const problem = {
  kind: 'policy',
  steps,
  signals: 2,
  instruments: 1,
  layers: denseLayers([16, 16], 'silu'),
  readsHoldings: true,
  head: 'holding',
  proportionalCost: [0.001],
  quadraticCost: [0],
  unwinds: true,
  loss: { kind: 'entropic', riskAversion: 1 },
};

/** Paths in percent of spot at writing, in memory that the workers share. */
function draw(paths, ...stream) {
  const { spot } = market.simulate({ paths, steps, seed, stream, antithetic: true });
  const batch = {
    paths,
    signals: sharedFloat32(steps * 2 * paths),
    prices: sharedFloat32((steps + 1) * paths),
    unhedged: sharedFloat32(paths),
  };
  batch.prices.set(spot);
  for (let step = 0; step < steps; step++) {
    for (let path = 0; path < paths; path++) {
      batch.signals[2 * step * paths + path] = 10 * Math.log(spot[step * paths + path] / 100);
      batch.signals[(2 * step + 1) * paths + path] = 1 - step / steps;
    }
  }
  for (let path = 0; path < paths; path++) batch.unhedged[path] = -Math.max(spot[steps * paths + path] - 100, 0);
  return batch;
}

const folder = mkdtempSync(join(tmpdir(), 'regime-hedge-'));
const engine = createEngine();
const objective = engine.objective(problem);
const checkpoint = createCheckpointFile(join(folder, 'policy.checkpoint'), { problem, seed });
const validation = draw(8192, 'validation');
const plan = {
  weights: initialWeights(policyNetwork(problem), createRandomStream(seed, 'weights')),
  steps: 300,
  lossAndGradient: (weights, step) => objective.lossAndGradient(weights, draw(1024, 'training', step)),
  validate: (weights) => objective.loss(weights, validation),
  validateEvery: 50,
  learningRate: { from: 1e-2, to: 5e-4, warmupSteps: 10 },
  clipNorm: 10,
  label: 'policy',
};

// Stopped in the middle, the training goes on from its checkpoint, to the same bits as if it had not been.
const stopped = new AbortController();
const save = (state) => {
  checkpoint.save(state);
  if (state.step === 100) stopped.abort(new Error('stopped at step 100'));
};
await trainNetworkAsync({ ...plan, checkpoint: { save, every: 100 }, signal: stopped.signal }).catch(({ message }) =>
  console.log(message),
);
const trained = await trainNetworkAsync({
  ...plan,
  resume: checkpoint.load(),
  onProgress: ({ done, total, bestValidation }) =>
    console.log(`step ${done} of ${total}: price asked ${bestValidation.toFixed(3)} % of spot`),
});
await engine.close();

// TensorFlow.js reads the saved model; so does loadModel, to the bit.
const model = join(folder, 'model');
await saveModel(model, { network: policyNetwork(problem), weights: trained.weights, sidecar: { problem } });
const { weights } = await loadModel(model);
console.log(`saved and loaded: ${weights.every((weight, k) => weight === trained.weights[k])}`);
rmSync(folder, { recursive: true });
