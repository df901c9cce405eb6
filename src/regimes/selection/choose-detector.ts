import type { CriterionChoices, ScoredDetector } from './detector-comparison.ts';

type Standing = Pick<ScoredDetector, 'belowBest' | 'standardError' | 'states' | 'switchesPerYear'>;

/**
 * The one-standard-error rule (Breiman, Friedman, Olshen and Stone 1984): of all that lie within one standard error of the
 * best, the simplest, which is the one with fewest regimes, then fewest switches a year, then the better score. The best
 * of many is best in part by luck, and each regime more is one more to estimate from few days and to trade on.
 * Standard errors are those of the paired difference from the best, since all are scored on the same days, whose luck
 * they share.
 *
 * @returns the position of the chosen one
 */
export function chooseDetector(candidates: readonly Standing[]): number {
  const eligible = candidates.flatMap((own, index) => (own.belowBest <= own.standardError ? [{ index, ...own }] : []));
  eligible.sort(
    (a, b) =>
      a.states - b.states || a.switchesPerYear - b.switchesPerYear || a.belowBest - b.belowBest || a.index - b.index,
  );
  return eligible[0].index;
}

/** What each criterion would take, for each detector on each set of features. Criteria that no candidate has are left out. */
export function criterionChoices(scored: readonly ScoredDetector[]): CriterionChoices[] {
  const families = new Map<string, ScoredDetector[]>();
  for (const own of scored) {
    const key = JSON.stringify([own.detector, own.features]);
    families.set(key, [...(families.get(key) ?? []), own]);
  }
  return [...families.values()].map((family) => {
    const lowest = (cost: (own: ScoredDetector) => number | undefined): number | undefined => {
      const having = family.filter((own) => cost(own) !== undefined);
      having.sort((a, b) => cost(a)! - cost(b)! || a.states - b.states);
      return having[0]?.states;
    };
    const { detector, features } = family[0];
    const inSample = {
      aic: lowest(({ aic }) => aic),
      bic: lowest(({ bic }) => bic),
      icl: lowest(({ icl }) => icl),
      silhouette: lowest(({ silhouette }) => (silhouette === undefined ? undefined : -silhouette)),
    };
    const known = Object.entries(inSample).filter(([, states]) => states !== undefined);
    return { detector, features, outOfSample: lowest(({ belowBest }) => belowBest)!, ...Object.fromEntries(known) };
  });
}
