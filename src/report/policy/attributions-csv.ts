import type { InputAttribution } from '../../hedgers/deep/attribute-inputs.ts';
import { csvChunks, csvField, csvNumber } from '../csv-text.ts';

/** Attributions as CSV, a row per input in the network's order. */
export function attributionsCsv(attributions: readonly InputAttribution[]): string {
  const line = (row: number) => {
    const { name, mean, sd, centre, width } = attributions[row];
    return `${csvField(name)},${[mean, sd, centre, width].map(csvNumber).join()}\n`;
  };
  return [...csvChunks('input,mean,sd,centre,width', attributions.length, line)].join('');
}
