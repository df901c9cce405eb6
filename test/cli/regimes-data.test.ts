import { describe, expect, it } from 'vitest';
import { readRegimesData } from '../../src/cli/regimes-data.ts';
import { type RegimesConfig, regimesSchema } from '../../src/cli/regimes-schema.ts';
import { useTemporaryFolder } from './run-cli.ts';

const folder = useTemporaryFolder();

/** Days from 2020-01-01 on, each with the cells after its date. */
function daysText(header: string, days: readonly string[]): string {
  const date = (day: number) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
  return `date,${header}\n${days.map((cells, day) => `${date(day)},${cells}`).join('\n')}\n`;
}

/** What is noted of these closes, with the sources that a configuration names beside them. */
async function noticesOf(closes: readonly number[], names: readonly string[], data: object = {}) {
  const rows = closes.map((close) => `${close},${close},${close},${close}`);
  const file = folder.write('bars.csv', daysText('open,high,low,close', rows));
  const config: RegimesConfig = regimesSchema.parse({ data: { file, ...data }, walkForward: { firstFitDays: 4 } });
  return (await readRegimesData(config, names, { overrides: [] })).notices;
}

const closes = [100, 101, 99, 100, 102, 101];

describe('readRegimesData', () => {
  it('has nothing to say of whole data', async () => {
    expect(await noticesOf(closes, ['return'])).toEqual([]);
  });

  it('tells of days out of sample on which a feature is missing', async () => {
    const fear = folder.write('fear.csv', daysText('fear', ['1', '2', '1', '2']));
    const columns = [{ name: 'fear', file: fear, lagDays: 0, oldestDays: 0 }];
    expect(await noticesOf(closes, ['return', 'fear'], { columns })).toEqual([
      "feature 'fear' is missing on 2 of 6 days, first on 2020-01-05, last on 2020-01-06",
      'a feature is missing on 2 of 3 days out of sample, last on 2020-01-06: a detector that reads it learns nothing on them, and foretells them from the days before',
    ]);
  });

  it('tells of a source that no feature reads', async () => {
    const file = folder.write('fear.csv', daysText('fear', ['1', '2']));
    const idle = await noticesOf(closes, ['return'], {
      columns: [{ name: 'fear', file }],
      impliedVol: { file: folder.write('vix.csv', daysText('vix', ['20'])) },
    });
    expect(idle).toEqual([
      'data.impliedVol has no effect: none of the features return reads it',
      'data.columns (fear) has no effect: none of the features return reads it',
    ]);
  });

  it('tells of a close that doubles', async () => {
    expect(await noticesOf([...closes, 5000], ['return'])).toEqual([
      expect.stringMatching(/bars\.csv: the close goes from 101 to 5000 on 2020-01-07: /),
    ]);
  });
});
