import { checkYields, contractOf, frictionsOf, underlyingOf } from '../backtest/terms-of-config.ts';
import { checkContract } from '../contracts/check-contract.ts';
import type { Market } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import { type ConfigOrigin, errorAt, figureError } from './config-errors.ts';
import type { ConfigTree } from './read-config.ts';
import { assertOneContract } from './resolve-config.ts';
import type { TrainConfig } from './train-schema.ts';

/** Throws an InputError at the key of a training's file that does not go with another, before anything is drawn. */
export function checkTraining(config: TrainConfig, tree: ConfigTree, origin: ConfigOrigin): void {
  const { contract, training, test } = config;
  assertOneContract(tree, origin);
  if (contract.tenorDays % contract.daysPerStep !== 0) {
    throw errorAt(
      origin,
      ['contract', 'daysPerStep'],
      `contract.daysPerStep is ${contract.daysPerStep}: expected a divisor of contract.tenorDays, ${contract.tenorDays}`,
    );
  }
  if (test.seed === training.seed) {
    throw errorAt(
      origin,
      ['test', 'seed'],
      `test.seed is ${test.seed}, as training.seed is: expected another, so that no test path was trained on`,
    );
  }
  if (training.minutes !== undefined && config.ensemble.members > 1) {
    throw errorAt(
      origin,
      ['training', 'minutes'],
      `training.minutes is ${training.minutes} with ensemble.members ${config.ensemble.members}: the first would take them all; expected training.steps and training.patience alone`,
    );
  }
  if (config.network.hidden !== undefined && config.network.layers !== undefined) {
    throw errorAt(origin, ['network', 'layers'], 'network.layers is given beside network.hidden: expected one of them');
  }
  checkFrictions(config.frictions, ['frictions'], config, origin);
  for (const [place, { frictions }] of config.instruments.entries()) {
    checkFrictions(frictions, ['instruments', place, 'frictions'], config, origin);
  }
  try {
    checkYields(config);
    checkTerms(config);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const group = error.message.startsWith('contract: ') ? ['contract'] : [];
    throw figureError(error.message, { origin, config, group });
  }
}

/** Throws an InputError where a market's volatilities are of another sort than the model of the underlying takes. */
export function checkVolUnit({ market, underlying }: TrainConfig, { volUnit }: Market, origin: ConfigOrigin): void {
  if (volUnit === 'lognormal' || underlying.model === 'bachelier') return;
  throw errorAt(
    origin,
    ['market', 'name'],
    `market.name is ${market.name}, whose volatilities are in money: expected underlying.model bachelier, or another market`,
  );
}

function checkTerms(config: TrainConfig): void {
  try {
    // Levels are multiples of spot at writing, which is 1 of them.
    checkContract(contractOf(config), underlyingOf(config), 1);
  } catch (error) {
    throw new InputError(`contract: ${(error as Error).message}`);
  }
}

function checkFrictions(
  frictions: TrainConfig['frictions'],
  path: readonly PropertyKey[],
  { contract: { tenorDays, daysPerStep } }: TrainConfig,
  origin: ConfigOrigin,
): void {
  for (const [place, friction] of frictions.entries()) {
    const refuse = (key: string, value: unknown, message: string) => {
      const where = [...path, place, key];
      return errorAt(origin, where, `${where.join('.')} is ${value}: ${message}`);
    };
    if (friction.kind === 'half-spread' && friction.signal !== undefined) {
      throw refuse(
        'signal',
        `'${friction.signal}'`,
        'simulated markets draw no half-spreads; expected halfSpreadBps, a constant',
      );
    }
    if (friction.kind === 'delay' && friction.delaySteps >= tenorDays / daysPerStep) {
      throw refuse(
        'delaySteps',
        friction.delaySteps,
        `expected fewer than the ${tenorDays / daysPerStep} hedging steps of the contract`,
      );
    }
  }
}

/** What of the frictions training leaves out, in words; nothing where all are trained against. */
export async function untrainedFrictions(config: TrainConfig): Promise<readonly string[]> {
  const { isTrained } = await import('../hedgers/deep/training-costs.ts');
  const all = [config, ...config.instruments].flatMap(frictionsOf);
  const left = all.filter((friction) => !isTrained(friction));
  if (left.length === 0) return [];
  const kinds = left.map(({ kind }) => kind).join(', ');
  return [`${kinds}: what of it has no gradient is left out of training, and charged in the test`];
}
