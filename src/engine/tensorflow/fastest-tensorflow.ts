import '@tensorflow/tfjs-backend-cpu';
import { env, getBackend, setBackend, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { BACKEND_NAME } from './optimiser-backend.ts';

export interface FastestTensorFlow {
  /** The backend that TensorFlow.js uses now: `tensorflow` is libtensorflow, anything else runs in JavaScript. */
  readonly backend: string;
  /** The package that was found; undefined when neither is installed, and so no gradients are. */
  readonly package: '@tensorflow/tfjs-node' | '@tensorflow/tfjs' | undefined;
  /** Why `@tensorflow/tfjs-node` is not used although it is installed. */
  readonly failure?: Error | undefined;
}

export interface FastestTensorFlowOptions {
  /** Imports a package by name; `import` by default. */
  readonly importPackage?: ((name: string) => Promise<unknown>) | undefined;
}

/**
 * Makes TensorFlow.js as fast as what the user has installed allows: `@tensorflow/tfjs-node` where it is there, else
 * `@tensorflow/tfjs` for its gradients, on the backend that is chosen already or the CPU backend. Prints nothing: the
 * advertisement of the CPU backend is held back. Call it before making a model.
 *
 * @throws Error when `@tensorflow/tfjs` is installed but cannot be imported
 * @example
 * const { backend } = await useFastestTensorFlow(); // 'tensorflow' or 'cpu'
 */
export async function useFastestTensorFlow({
  importPackage = (name) => import(name),
}: FastestTensorFlowOptions = {}): Promise<FastestTensorFlow> {
  const current = getBackend();
  // The optimisers stay on their own backend where none was chosen (`onTensorFlow`): still none was.
  const chosen = current === BACKEND_NAME ? '' : current;
  let failure: Error | undefined;
  try {
    if (await isImported('@tensorflow/tfjs-node', importPackage)) {
      if (getBackend() !== 'tensorflow' && !(await setBackend('tensorflow'))) {
        throw new Error("'@tensorflow/tfjs-node' was imported but its backend does not start");
      }
      return { backend: getBackend(), package: '@tensorflow/tfjs-node' };
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  const hasGradients = await isImported('@tensorflow/tfjs', importPackage);
  await quietly(() => setBackend(chosen || 'cpu'));
  return { backend: getBackend(), package: hasGradients ? '@tensorflow/tfjs' : undefined, failure };
}

/** False when the package is not installed; throws what else goes wrong. */
async function isImported(name: string, importPackage: (name: string) => Promise<unknown>): Promise<boolean> {
  try {
    await quietly(() => importPackage(name));
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    // A package that is there may miss a part of its own: that is another trouble.
    if (isMissing && message.includes(`'${name}'`)) return false;
    // Vite, and so Vitest, puts a module that throws this in the place of an optional package that is not installed.
    if (message.startsWith(`Could not resolve "${name}"`)) return false;
    throw error;
  }
}

/** Does something, and the first write to the backend, while TensorFlow.js's messages are off. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  const flags = env();
  const isProduction = flags.getBool('PROD');
  const logLevel = process.env.TF_CPP_MIN_LOG_LEVEL;
  flags.set('PROD', true);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  try {
    await work();
    if (getBackend()) tidy(() => tensor1d([0]).dataSync());
  } finally {
    flags.set('PROD', isProduction);
    if (logLevel === undefined) delete process.env.TF_CPP_MIN_LOG_LEVEL;
  }
}
