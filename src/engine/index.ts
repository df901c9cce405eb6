export { createDenseKernel, denseWeightCount, initialDenseWeights } from './dense-kernel.ts';
export {
  createInlineExecutor,
  createPoolExecutor,
  type Executor,
  type JobFunction,
  type PoolOptions,
} from './jobs/executor.ts';
export { createWorkerHandler, type ErrorData, type PoolReply, type PoolTask } from './jobs/pool-worker.ts';
export { createLstmKernel, initialLstmWeights, lstmWeightCount } from './lstm-kernel.ts';
export type { DenseShape, LstmShape, NetworkKernel } from './network.ts';
export { type Adam, type AdamOptions, createAdam } from './training/adam.ts';
export { type CosineSchedule, type TrainingOptions, type TrainingResult, trainNetwork } from './training/train.ts';
