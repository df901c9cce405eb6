import { createHmmDetector } from '../regimes/hmm/hmm-detector.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { type DailyHistory, dailyLogReturns } from './daily-returns.ts';
import { type FitQuality, fitQuality } from './fit-quality.ts';
import type { Market } from './market.ts';
import { createMarkovSwitching, type MarkovSwitchingParameters } from './markov-switching.ts';

export interface CalibrateMarkovSwitchingOptions
  extends SeededCallOptions,
    Pick<MarkovSwitchingParameters, 'warmUpDays' | 'keepDrift'> {
  /** Number of regimes; 2 by default. */
  readonly states?: number;
  /** Starting points of the fit; 10 by default. */
  readonly restarts?: number;
}

/**
 * Calibrates Markov switching (`createMarkovSwitching`) to daily closes: the project's hidden Markov model of daily log
 * returns (`createHmmDetector`), by maximum likelihood. A fit that does not converge is taken as it is, with a warning.
 *
 * @throws InputError on closes that cannot be fitted
 * @example
 * const { market, fit } = calibrateMarkovSwitching({ close: bars.close }, { states: 2, seed: 7 });
 */
export function calibrateMarkovSwitching(
  history: DailyHistory,
  options: CalibrateMarkovSwitchingOptions,
): { readonly market: Market; readonly fit: FitQuality } {
  const { states = 2, restarts = 10, warmUpDays, keepDrift, ...call } = options;
  const returns = dailyLogReturns(history, 'Markov switching');
  const features = { names: ['return'], rows: returns.length, columns: [returns] };
  const detector = createHmmDetector({ states, features: ['return'], restarts });
  const model = detector.fit(features, { ...call, returns });
  const market = createMarkovSwitching({
    model,
    ...(warmUpDays !== undefined && { warmUpDays }),
    ...(keepDrift !== undefined && { keepDrift }),
  });
  const parameters: Record<string, number> = {};
  const warnings: string[] = [];
  if (!model.fit.converged) {
    warnings.push(
      `the fit of ${states} regimes to ${returns.length} days was still improving after ${model.fit.iterations} iterations: give a longer history or fewer states.`,
    );
  }
  model.states.forEach((_, k) => {
    const stay = model.transition[k][k];
    const days = 1 / (1 - stay);
    parameters[`regime${k}VolAnnual`] = Math.sqrt(252 * model.variances[k][0]);
    parameters[`regime${k}MeanDaily`] = model.means[k][0];
    parameters[`regime${k}DurationDays`] = days;
    if (days < 2)
      warnings.push(`regime ${k} lasts ${days.toFixed(1)} days on average: it catches single days, not a state.`);
    if (days > returns.length / 4) {
      warnings.push(
        `regime ${k} lasts ${Math.round(days)} days on average: ${returns.length} days say little about it.`,
      );
    }
  });
  return {
    market,
    fit: fitQuality({
      market: createMarkovSwitching({ model, warmUpDays: 0, keepDrift: true }),
      returns,
      parameters,
      likelihood: { logLikelihood: model.fit.logLikelihood, freeParameters: model.fit.parameters },
      warnings,
    }),
  };
}
