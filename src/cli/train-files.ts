import { isAbsolute, join, relative, resolve } from 'node:path';
import type { PathOutcome } from '../backtest/compare-on-paths.ts';
import type { TrainedDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import { type TrainConfig, trainFileKeys } from './train-schema.ts';

/** Files of a trained policy beside its model. */
export const trainingFileNames = ['training.csv', 'training.svg', 'summary.json', 'config.json'] as const;

/** All files of a trained policy. */
export const policyFileNames = [...trainingFileNames, 'model.json', 'weights.bin', 'regime-hedge.json'] as const;

/** Where a stopped training goes on. */
export function checkpointOf(folder: string): string {
  return join(folder, 'training.checkpoint');
}

/** The folder that a policy goes to unless another is named: models/NAME for NAME.yaml. */
export function defaultFolder(file: string): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return join('models', name);
}

/** What a training came to, as summary.json holds it. */
export interface TrainingSummary {
  /** Of the objective and of P&L. */
  readonly unit: string;
  readonly objective: string;
  readonly steps: number;
  /** The criterion on validation paths that chose the weights. */
  readonly validation: number;
  readonly trainingSeconds: number;
  readonly test: { readonly paths: number; readonly seed: number; readonly policies: readonly PathOutcome[] };
  /** Half-width of the constant band, tuned on paths of the training. */
  readonly bandHalfWidth: number;
}

export interface TrainingWritten {
  readonly config: TrainConfig;
  readonly trained: TrainedDeepHedger;
  readonly summary: TrainingSummary;
  readonly csv: string;
  readonly picture: string;
}

/** Writes a trained policy into its folder; each of the two sets of files is replaced as a whole. */
export async function writeTraining(
  folder: string,
  { config, trained, summary, csv, picture }: TrainingWritten,
): Promise<void> {
  const { saveDeepHedger } = await import('../hedgers/deep/deep-hedger-files.ts');
  const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
  const { hedger, problem, steps, losses, bestValidation } = trained;
  const training = { seed: config.training.seed, steps, losses, validation: bestValidation };
  await saveDeepHedger(folder, hedger, { problem, training });
  const texts: Record<(typeof trainingFileNames)[number], string> = {
    'training.csv': csv,
    'training.svg': picture,
    'summary.json': json(summary),
    'config.json': json(withPathsFor(folder, config)),
  };
  await replaceFiles(folder, texts);
}

/** The configuration as a file of the folder holds it: files that it names are seen from there. */
function withPathsFor(folder: string, config: TrainConfig): unknown {
  const moved = (path: string) => (isAbsolute(path) ? path : relative(resolve(folder), resolve(path)));
  return trainFileKeys.reduce<unknown>((tree, keys) => changeText(tree, keys, moved), config);
}

function changeText(tree: unknown, [key, ...rest]: readonly string[], change: (text: string) => string): unknown {
  const group = tree as Readonly<Record<string, unknown>>;
  const value = group[key];
  if (value === undefined) return tree;
  return { ...group, [key]: rest.length === 0 ? change(String(value)) : changeText(value, rest, change) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
