import type { PathOutcome } from '../backtest/compare-on-paths.ts';
import type { TuningGround } from '../backtest/tune.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import { createCriterion } from '../risk/create-criterion.ts';
import type { Market } from '../simulate/market.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import type { TrainConfig } from './train-schema.ts';
import { testSeedOf, trainedTerms, trainingTermsOf } from './train-terms.ts';

/** A policy beside the rules that it has to beat. */
export interface PolicyTest {
  /** The policy, the best constant band, the delta hedge. */
  readonly outcomes: readonly PathOutcome[];
  /** Half-width of the band, tuned on paths of the training's seed. */
  readonly bandHalfWidth: number;
}

/**
 * Runs a policy beside the delta hedge and the best constant band over test paths. The band is tuned on as many paths of the
 * training's seed. Test paths are drawn one independently of another.
 */
export async function testPolicy(
  hedger: Hedger,
  config: TrainConfig,
  market: Market,
  options: LongCallOptions,
): Promise<PolicyTest> {
  const { drawContracts } = await import('../hedgers/deep/training-contracts.ts');
  const { compareOnPaths, tuneBand } = await import('../backtest/compare-on-paths.ts');
  const { createBlackScholesDeltaHedger } = await import('../hedgers/black-scholes-delta.ts');
  const { test, training } = config;
  const seed = testSeedOf(config);
  const groundOf = (of: number, stream: string): TuningGround => {
    const draw = { paths: test.paths, seed: of, stream: [stream], isPaired: false };
    return {
      paths: drawContracts(market, trainingTermsOf(config), draw, hedger.signals),
      terms: trainedTerms(config),
      criterion: createCriterion(config.objective),
    };
  };
  const band = await tuneBand(test.bandWidths, groundOf(training.seed, 'tuning'), options);
  const hedgers = [hedger, band.hedger, createBlackScholesDeltaHedger()];
  const outcomes = await compareOnPaths(hedgers, groundOf(seed, 'test'), { ...options, seed });
  return { outcomes, bandHalfWidth: band.parameters };
}
