/** Training of policy networks and forecasters: objectives, workers, the training loop, model files. @module */
export { createObjective } from './create-objective.ts';
export type { BatchOf, Problem, ProblemOptions } from './create-program.ts';
export {
  type ForecasterBatch,
  type ForecasterLoss,
  type ForecasterProblem,
  forecasterNetwork,
} from './forecaster/forecaster-problem.ts';
export {
  createInlineExecutor,
  createPoolExecutor,
  type Executor,
  type JobFunction,
  type PoolOptions,
} from './jobs/executor.ts';
export { createWorkerHandler, type ErrorData, type PoolReply, type PoolTask } from './jobs/pool-worker.ts';
export { createForwardNetwork, type ForwardNetwork } from './network/forward-network.ts';
export { initialWeights } from './network/initial-weights.ts';
export { type LayerLayout, networkLayout, networkSize } from './network/network-layout.ts';
export {
  type Activation,
  denseLayers,
  isRecurrent,
  type LayerShape,
  type NetworkShape,
} from './network/network-shape.ts';
export { createSteppedNetwork, type SteppedNetwork } from './network/stepped-network.ts';
export type { Evaluation, EvaluationOptions, Objective, ParallelObjective } from './objective.ts';
export { initialPolicyWeights } from './policy/initial-policy-weights.ts';
export { bestThreshold } from './policy/policy-losses.ts';
export {
  type PolicyBatch,
  type PolicyHead,
  type PolicyLoss,
  type PolicyProblem,
  policyNetwork,
} from './policy/policy-problem.ts';
export { createEngine, type Engine, type EngineOptions } from './pool/create-engine.ts';
export { sharedFloat32 } from './pool/shared-float32.ts';
export {
  type FastestTensorFlow,
  type FastestTensorFlowOptions,
  useFastestTensorFlow,
} from './tensorflow/fastest-tensorflow.ts';
export type { LayersModel, LayersModelWeight, ModelShape } from './tensorflow/layers-model/layers-model.ts';
export {
  createLayersModelObjective,
  type ForecasterModelProblem,
  initialModelWeights,
  type LayersModelObjectiveOptions,
  type PolicyModelProblem,
} from './tensorflow/layers-model/layers-model-objective.ts';
export { readModelWeights, writeModelWeights } from './tensorflow/layers-model/model-weights.ts';
export { predictRows, predictWindows, type Windows } from './tensorflow/layers-model/predict.ts';
export { type LoadedModel, loadModel } from './tensorflow/model-files/load-model.ts';
export type { ModelForm } from './tensorflow/model-files/model-form.ts';
export type {
  JsonValue,
  LoadedSidecar,
  ModelSidecar,
  SavedTrainingManifest,
  TrainingManifest,
} from './tensorflow/model-files/model-sidecar.ts';
export { type ModelToSave, saveModel } from './tensorflow/model-files/save-model.ts';
export { type Adam, type AdamOptions, type AdamState, createAdam } from './training/adam.ts';
export { type CheckpointFile, createCheckpointFile } from './training/checkpoint-file.ts';
export {
  type MinibatchOptions,
  type PathRangesOptions,
  pathRanges,
  type ShuffledRowsOptions,
  shuffledRows,
  stepsPerEpoch,
} from './training/minibatches.ts';
export {
  type AsyncTrainingOptions,
  type Checkpoint,
  type CosineSchedule,
  type LearningRateSchedule,
  type TrainingOptions,
  type TrainingPlan,
  type TrainingResult,
  type TrainingState,
  trainNetwork,
  trainNetworkAsync,
} from './training/train.ts';
