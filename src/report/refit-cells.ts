import type { RefitRecord } from '../backtest/results.ts';
import { formatCompact } from './describe-run.ts';
import { formatNumber } from './format.ts';

/** A refit's choices as the tables show them: date, episodes, band, risk aversion, weight, its band, deep objective. */
export function refitCells(refit: RefitRecord): readonly string[] {
  return [
    refit.date,
    formatNumber(refit.trainingEpisodes, 0),
    formatNumber(refit.bandWidth, 2),
    refit.riskAversion === null ? formatNumber(null) : formatCompact(refit.riskAversion),
    formatNumber(refit.forecastWeight, 2),
    formatNumber(refit.forecastBandWidth, 2),
    formatNumber(refit.deepObjective, 3),
  ];
}
