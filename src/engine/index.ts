export { type Adam, type AdamOptions, createAdam } from './adam.ts';
export { createDenseKernel, denseWeightCount, initialDenseWeights } from './dense-kernel.ts';
export {
  createInlineExecutor,
  createPoolExecutor,
  type Executor,
  type JobFunction,
  type PoolOptions,
} from './executor.ts';
export { createLstmKernel, initialLstmWeights, lstmWeightCount } from './lstm-kernel.ts';
export type { DenseShape, LstmShape, NetworkKernel } from './network.ts';
export { createWorkerHandler, type ErrorData, type PoolReply, type PoolTask } from './pool-worker.ts';
export { type CosineSchedule, type TrainingOptions, type TrainingResult, trainNetwork } from './train.ts';
