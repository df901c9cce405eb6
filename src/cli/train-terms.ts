import type { HedgingTerms } from '../backtest/hedging-terms.ts';
import { contractOf, frictionsOf, underlyingOf } from '../backtest/terms-of-config.ts';
import type { TrainingTerms } from '../hedgers/deep/training-contracts.ts';
import type { TrainConfig } from './train-schema.ts';

/** The seed of the test paths: never that of the training. */
export function testSeedOf({ test, training }: TrainConfig): number {
  return test.seed ?? training.seed + 1;
}

/** Contract, underlying and frictions of a training's file, as the backtester takes them. */
export function trainedTerms(config: TrainConfig): HedgingTerms {
  const { contract, instruments, unwinds } = config;
  return {
    contract: contractOf(config),
    position: contract.side === 'short' ? -1 : 1,
    underlying: underlyingOf(config),
    frictions: {
      underlying: frictionsOf(config),
      ...(instruments.length > 0 && { instruments: instruments.map(frictionsOf) }),
    },
    unwinds,
  };
}

/** The same as training takes them. What is as by default stays out, as in checkpoints of releases without a choice. */
export function trainingTermsOf(config: TrainConfig): TrainingTerms {
  const { contract: terms, position, underlying, frictions } = trainedTerms(config);
  const { contract, instruments, unwinds } = config;
  const { tenorDays, daysPerStep } = contract;
  return {
    contract: { terms, position, steps: tenorDays / daysPerStep, daysPerStep },
    underlying,
    frictions: frictions.underlying,
    ...(instruments.length > 0 && {
      instruments: instruments.map((each) => ({
        terms: each.terms,
        frictions: frictionsOf(each),
        reference: each.reference,
      })),
    }),
    ...(!unwinds && { unwinds }),
  };
}
