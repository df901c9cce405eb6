import { createAdam } from '../../dist/engine/training/adam.js';

/**
 * Training a case on an engine: a step is loss, gradient and Adam's step for each of the case's batches. `start` has the
 * loss and the norm of its gradient at the first weights.
 */
export async function createEngineSide(engine, { problem, batches, weights: first }) {
  const objective = engine.objective(problem);
  const adam = createAdam({ learningRate: 1e-3 });
  const weights = first.slice();
  const { loss, gradient } = await objective.lossAndGradient(first, batches[0]);
  return {
    start: { loss, gradientNorm: Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0)) },
    async run(steps) {
      const milliseconds = [];
      for (let k = 0; k < steps; ++k) {
        const start = performance.now();
        for (const batch of batches) adam.step(weights, (await objective.lossAndGradient(weights, batch)).gradient);
        milliseconds.push(performance.now() - start);
      }
      return milliseconds;
    },
    async close() {
      adam.dispose();
      await objective.close();
    },
  };
}
