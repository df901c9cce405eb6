import { InputError } from '../support/input-error.ts';
import { type DailyHistory, dailyLogReturns } from './daily-returns.ts';
import { fitMerton, type MertonFit } from './fit-merton.ts';
import { type FitQuality, fitQuality } from './fit-quality.ts';
import type { Market } from './market.ts';
import { createMerton } from './merton.ts';

export interface CalibrateMertonOptions {
  /** Whether the market keeps history's drift; false by default: prices have none. */
  readonly keepDrift?: boolean;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Calibrates Merton's jump diffusion (`createMerton`) to daily closes by maximum likelihood (`fitMerton`): the density of
 * a day is a Poisson mixture of normal ones, with at most one jump a day on average.
 *
 * Daily closes tell jumps from the rest only where they are large: on equity indices the likelihood often prefers a
 * hundred small jumps a year, which stand for changing volatility. Then GJR-GARCH or Markov switching is the better market.
 *
 * @throws InputError on closes that cannot be fitted, and on a fit that does not converge or needs a spread of 0
 * @example
 * const { market, fit } = calibrateMerton({ close: bars.close });
 */
export function calibrateMerton(
  history: DailyHistory,
  { keepDrift = false, daysPerYear = 252 }: CalibrateMertonOptions = {},
): { readonly market: Market; readonly fit: FitQuality } {
  const returns = dailyLogReturns(history, "Merton's jump diffusion");
  const found = fitMerton(returns);
  checkFit(found, returns.length);
  const volAnnual = found.sd * Math.sqrt(daysPerYear);
  const jumpsPerYear = found.jumps * daysPerYear;
  const { jumpMean, jumpSd } = found;
  const compensator = jumpsPerYear * Math.expm1(jumpMean + 0.5 * jumpSd * jumpSd);
  const driftAnnual = found.mean * daysPerYear + 0.5 * volAnnual * volAnnual + compensator;
  const parameters = { volAnnual, jumpsPerYear, jumpMean, jumpSd };
  const fitted = createMerton({ ...parameters, driftAnnual, daysPerYear });
  return {
    market: keepDrift ? fitted : createMerton({ ...parameters, daysPerYear }),
    fit: fitQuality({
      market: fitted,
      returns,
      parameters: { ...parameters, driftAnnual },
      likelihood: { logLikelihood: found.logLikelihood, freeParameters: 5 },
      warnings: warn(found, jumpsPerYear),
    }),
  };
}

function checkFit({ converged, iterations, atBound }: MertonFit, days: number): void {
  if (!converged) {
    throw new InputError(
      `the fit of Merton's jump diffusion to ${days} days did not converge in ${iterations} iterations: give a longer history, or calibrate GBM or a block bootstrap`,
    );
  }
  if (atBound.includes('sd')) {
    throw new InputError(
      `Merton's jump diffusion fits ${days} days best with hardly any movement between jumps: expected prices that move daily; check for repeated closes, or calibrate a block bootstrap`,
    );
  }
}

function warn({ jumps, jumpSd, sd, atBound }: MertonFit, jumpsPerYear: number): string[] {
  const warnings: string[] = [];
  if (jumps < 0.0005) warnings.push('history shows next to no jumps: GBM fits as well with fewer parameters.');
  else if (jumpsPerYear > 50) {
    warnings.push(
      `${Math.round(jumpsPerYear)} jumps a year of ${(jumpSd / sd).toFixed(1)} times a day's spread stand for changing volatility: GJR-GARCH or Markov switching draws it in clusters.`,
    );
  }
  const bound = atBound.filter((name) => name !== 'jumps' || jumps > 0.5);
  if (bound.length > 0) warnings.push(`ended at a bound, so the data do not settle it: ${bound.join(', ')}.`);
  return warnings;
}
