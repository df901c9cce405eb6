import { createAdam } from '../../dist/engine/training/adam.js';
import { createRandomStream } from '../../dist/math/random.js';
import { measureInTurns } from './turns.mjs';

/** The optimiser's step alone, clipping included. */
export async function measureAdam(size, pace) {
  const stream = createRandomStream(1, 'bench', 'adam');
  const draw = () => Float32Array.from({ length: size }, () => stream.normal());
  const adam = createAdam({ learningRate: 1e-3, clipNorm: 1 });
  const weights = draw();
  const gradient = draw();
  const run = async (steps) => {
    const milliseconds = [];
    for (let k = 0; k < steps; ++k) {
      const start = performance.now();
      adam.step(weights, gradient);
      milliseconds.push(performance.now() - start);
    }
    return milliseconds;
  };
  const [{ median, ...spread }] = await measureInTurns([{ run }], pace);
  adam.dispose();
  return { case: `adam step ${size} weights`, unit: 'ms a step', threads: 1, ours: median, oursSpread: spread };
}
