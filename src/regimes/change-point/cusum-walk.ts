import { unitStudentLogDensity } from '../../math/unit-student.ts';

/** What a day's return says for a storm: its log likelihood ratio, from its square in units of the calm variance. */
export type StormEvidence = (square: number) => number;

/**
 * log f(z/ρ)/ρ − log f(z), with f the Student-t density of unit variance: above 0 on days that look more like ρ times the
 * calm volatility. It stays below ν log ρ, so that one wild day alone does not decide (as it would with normal f).
 *
 * @param stormRatio ρ
 * @param degreesOfFreedom ν
 */
export function createStormEvidence(stormRatio: number, degreesOfFreedom: number): StormEvidence {
  const logDensity = unitStudentLogDensity(degreesOfFreedom);
  const logRatio = Math.log(stormRatio);
  return (square) => logDensity(square / stormRatio ** 2) - logRatio - logDensity(square);
}

/** A sum of evidence held between calm and alarm. */
export interface CusumWalk {
  sum: number;
  alarm: boolean;
}

export const calmWalk: Readonly<CusumWalk> = { sum: 0, alarm: false };

/**
 * One day of Page's test (1954): the sum of evidence, held between 0 and the threshold. The alarm starts at the threshold
 * and ends at 0, which is Page's test of the return to calm, with the same threshold.
 */
export function stepCusum(walk: CusumWalk, evidence: number, threshold: number): void {
  walk.sum = Math.min(threshold, Math.max(0, walk.sum + evidence));
  if (walk.sum === threshold) walk.alarm = true;
  else if (walk.sum === 0) walk.alarm = false;
}
