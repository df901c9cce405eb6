import type { BacktestResults, Interval, PolicyResult } from '../backtest/results.ts';
import { describeObjective } from './describe-run.ts';
import { formatInterval, formatNumber } from './format.ts';
import { bandPolicy, rankPolicies, standing } from './rank-policies.ts';

/**
 * What the numbers say, in sentences of plain text: the best policy by the objective, and whether its differences from
 * the tuned delta band and from daily delta are beyond the 95 % interval.
 */
export function verdictSentences(results: BacktestResults): readonly string[] {
  const ranked = rankPolicies(results);
  if (ranked.length === 0) return ['No policy was compared.'];
  const [best, second] = ranked;
  const { unit, name } = describeObjective(results.manifest.config.objective);
  const first = `Lowest objective: ${best.name}, at ${formatNumber(best.metrics.objective, 3)}\u00a0${unit} (${name}).`;
  if (best === bandPolicy(results)) return [first, bandVerdict(second, unit)];
  return [first, againstBand(best, results, unit), againstDelta(best, results, unit)].filter((text) => text !== '');
}

/** The band itself is best: nothing learned or switched has cleared the bar. */
function bandVerdict(second: PolicyResult | undefined, unit: string): string {
  if (second === undefined) return 'It was the only policy.';
  const difference = second.uncertainty.objectiveVersusBand;
  const next = `No policy improves on the tuned band. Next is ${second.name}, ${formatInterval(difference)}\u00a0${unit} behind`;
  return standing(difference) === 'worse'
    ? `${next}: beyond the 95 % interval.`
    : `${next}, a difference that these episodes do not tell from zero at 95 %.`;
}

function againstBand({ uncertainty }: PolicyResult, results: BacktestResults, unit: string): string {
  const band = bandPolicy(results);
  if (band === undefined) return '';
  return `Against the tuned delta band it differs by ${differenceWords(uncertainty.objectiveVersusBand, unit)}.`;
}

function againstDelta({ kind, uncertainty }: PolicyResult, results: BacktestResults, unit: string): string {
  if (kind === 'delta' || !results.policies.some((policy) => policy.kind === 'delta')) return '';
  const { model } = results.manifest.config.underlying;
  return `Against daily ${model === 'bachelier' ? 'Bachelier' : 'Black–Scholes'} delta it differs by ${differenceWords(uncertainty.objectiveVersusDelta, unit)}.`;
}

function differenceWords(difference: Interval, unit: string): string {
  const verdicts = {
    better: 'an improvement beyond the 95 % interval',
    worse: 'a loss beyond the 95 % interval',
    unclear: 'a difference that these episodes do not tell from zero at 95 %',
  };
  return `${formatInterval(difference)}\u00a0${unit}: ${verdicts[standing(difference)]}`;
}
