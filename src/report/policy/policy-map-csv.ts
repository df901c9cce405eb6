import type { PolicyMap } from '../../hedgers/explain-policy.ts';
import { csvChunks, csvNumber } from '../csv-text.ts';

/**
 * A policy's map as CSV, a row per time left and moneyness: the edges of its band (empty where it trades from nowhere), the
 * holding wanted from flat and the delta hedge, in units of the underlying per contract.
 */
export function policyMapCsv({ moneyness, stepsLeft, yearsLeft, lower, upper, fromFlat, delta }: PolicyMap): string {
  const columns = moneyness.length;
  const line = (row: number) => {
    const time = Math.floor(row / columns);
    const figures = [lower[row], upper[row], fromFlat[row], delta[row]].map(csvNumber);
    return `${stepsLeft[time]},${csvNumber(yearsLeft[time])},${csvNumber(moneyness[row % columns])},${figures.join()}\n`;
  };
  return [...csvChunks('stepsLeft,yearsLeft,moneyness,lower,upper,fromFlat,delta', lower.length, line)].join('');
}
