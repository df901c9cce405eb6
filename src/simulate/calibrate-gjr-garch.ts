import { FEWEST_DEGREES } from '../forecast/garch/maximise-garch.ts';
import { InputError } from '../support/input-error.ts';
import { type DailyHistory, dailyLogReturns } from './daily-returns.ts';
import { type FitGjrGarchOptions, fitGjrGarch, type GjrGarchFit } from './fit-gjr-garch.ts';
import { type FitQuality, fitQuality } from './fit-quality.ts';
import { boundWarnings } from './fit-warnings.ts';
import { createGjrGarch, gjrPersistence } from './gjr-garch.ts';
import type { Market } from './market.ts';

export interface CalibrateGjrGarchOptions extends FitGjrGarchOptions {
  /** Volatility of the first day drawn: that of the day after the last close ('today', the default) or the long run's. */
  readonly start?: 'today' | 'long-run';
  /** Days drawn before writing; 0 by default with 'today', 63 with 'long-run'. */
  readonly warmUpDays?: number;
}

/** Degrees of freedom above which innovations look normal. */
const lightTails = 200;
/** Held where history asks for more: closer to 1 there is no telling it from 1. */
const mostPersistence = 0.9999;

/**
 * Calibrates GJR-GARCH (`createGjrGarch`) to daily closes by maximum likelihood of the simple returns
 * (`fitGjrGarch`). The mean return is fitted and left out of what is drawn: the market has no drift. The likelihood
 * reported is that of the log returns, to be compared with other markets'.
 *
 * Where the likelihood is highest at a persistence above 0.9999, at which the variance has no long run to speak of, the fit is
 * made again with the persistence at most that and the long-run variance that of history, and a warning says so.
 *
 * @throws InputError on closes that cannot be fitted, and on a fit that does not converge
 * @example
 * const { market, fit } = calibrateGjrGarch({ close: bars.close });
 * fit.parameters.persistence; // 0.988… on the bundled bars
 */
export function calibrateGjrGarch(
  history: DailyHistory,
  options: CalibrateGjrGarchOptions = {},
): { readonly market: Market; readonly fit: FitQuality } {
  const { start = 'today', warmUpDays = start === 'today' ? 0 : 63, ...fitOptions } = options;
  const returns = dailyLogReturns(history, 'GJR-GARCH');
  const simple = returns.map(Math.expm1);
  const best = fitGjrGarch(simple, fitOptions);
  const bestPersistence = gjrPersistence(best);
  const isHeld = !(bestPersistence <= mostPersistence);
  const found = isHeld ? fitGjrGarch(simple, { ...fitOptions, mostPersistence }) : best;
  const { omega, alpha, gamma, beta, degreesOfFreedom, nextVariance } = found;
  const persistence = gjrPersistence(found);
  if (!found.converged) {
    throw new InputError(
      `the fit of GJR-GARCH to ${returns.length} days did not converge in ${found.iterations} iterations: give a longer history, or calibrate GBM or a block bootstrap`,
    );
  }
  const parameters = { omega, alpha, gamma, beta, ...(degreesOfFreedom !== undefined && { degreesOfFreedom }) };
  const longRun = createGjrGarch({ ...parameters, warmUpDays: Math.max(63, warmUpDays) });
  const longRunVolAnnual = Math.sqrt((252 * omega) / (1 - persistence));
  const startVolAnnual = Math.sqrt(252 * nextVariance);
  const market = createGjrGarch({ ...parameters, warmUpDays, ...(start === 'today' && { startVolAnnual }) });
  return {
    market,
    fit: fitQuality({
      market: longRun,
      returns,
      parameters: {
        meanAnnual: 252 * found.mean,
        omegaDaily: omega,
        alpha,
        gamma,
        beta,
        ...(degreesOfFreedom !== undefined && { degreesOfFreedom }),
        persistence,
        longRunVolAnnual,
        nextDayVolAnnual: startVolAnnual,
      },
      likelihood: {
        // The density of x = log(1 + r) is that of r times dr/dx = 1 + r, whose logarithm is x.
        logLikelihood: found.logLikelihood + returns.reduce((sum, value) => sum + value, 0),
        freeParameters: found.freeParameters,
      },
      warnings: [
        ...(isHeld
          ? [
              `history is fitted best by a persistence of ${bestPersistence.toFixed(4)}, at which the variance has no long run: it is held at ${mostPersistence} at most, and the long-run volatility at history's.`,
            ]
          : []),
        ...warnOfBounds(found),
        ...warn(persistence, degreesOfFreedom),
      ],
    }),
  };
}

/** Weights of 0 and tails without a variance; degrees of freedom at the other end say that they look normal. */
function warnOfBounds({ alpha, gamma, beta, degreesOfFreedom = lightTails }: GjrGarchFit): string[] {
  return boundWarnings({
    names: ['alpha', ...(gamma === 0 ? [] : ['alpha + gamma']), 'beta', 'degreesOfFreedom'],
    values: [alpha, ...(gamma === 0 ? [] : [alpha + gamma]), beta, Math.min(degreesOfFreedom, lightTails)],
    lowest: [0, ...(gamma === 0 ? [] : [0]), 0, FEWEST_DEGREES],
    highest: [1, ...(gamma === 0 ? [] : [2]), 1, 2 * lightTails],
    of: 'history',
  });
}

function warn(persistence: number, degreesOfFreedom: number | undefined): string[] {
  const warnings: string[] = [];
  if (persistence > 0.999) {
    warnings.push(
      `the persistence of ${persistence.toFixed(5)} leaves the long-run volatility almost undetermined: half of a shock lasts ${Math.round(Math.log(0.5) / Math.log(persistence))} days.`,
    );
  }
  if (degreesOfFreedom !== undefined && degreesOfFreedom > lightTails) {
    warnings.push('the innovations look normal: the degrees of freedom are at their upper bound and say nothing.');
  }
  if (degreesOfFreedom !== undefined && degreesOfFreedom <= 4) {
    warnings.push(
      `with ${degreesOfFreedom.toFixed(2)} degrees of freedom daily returns have no finite kurtosis: figures with fourth powers depend on the sample.`,
    );
  }
  return warnings;
}
