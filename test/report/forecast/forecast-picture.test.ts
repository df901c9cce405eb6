import { describe, expect, it } from 'vitest';
import { qlike } from '../../../src/forecast/losses.ts';
import { comparisonCsv } from '../../../src/report/forecast/forecast-files.ts';
import { renderForecastPicture, runningDifference } from '../../../src/report/forecast/forecast-picture.ts';
import { fakeForecastRun } from './fake-forecast.ts';

describe('renderForecastPicture', () => {
  const picture = renderForecastPicture(fakeForecastRun(), 'A <title>');

  it('draws all forecasts twice but for the reference, which has no line of its own', () => {
    expect(picture).toContain('A &lt;title&gt;');
    expect(picture.match(/>half&lt;way&gt;<\/text>/g)).toHaveLength(2);
    expect(picture).not.toContain('>far</text>');
    expect(picture).not.toMatch(/var\(--|NaN|Infinity|<way>/);
    expect(picture).toContain('class="narrow" display="none"');
  });

  it('is the same for the same run', () => {
    expect(renderForecastPicture(fakeForecastRun(), 'A <title>')).toBe(picture);
  });
});

describe('runningDifference', () => {
  it('adds up losses less those of the reference, from a row on, where all are known and something moved', () => {
    const realised = Float64Array.of(1, 2, 0, Number.NaN, 4);
    const forecast = Float64Array.of(2, 2, 2, 2, 2);
    const reference = Float64Array.of(1, 1, 1, 1, 1);
    const second = qlike(2, 2) - qlike(2, 1);
    const last = second + qlike(4, 2) - qlike(4, 1);
    const expected = [0, second, second, second, last];
    Array.from(runningDifference(realised, forecast, reference, 1)).forEach((sum, t) => {
      expect(sum).toBeCloseTo(expected[t], 12);
    });
  });
});

describe('comparisonCsv', () => {
  it('has the tests in the rows of all days alone', () => {
    const [header, ...lines] = [...comparisonCsv(fakeForecastRun())].join('').trimEnd().split('\n');
    expect(header).toMatch(/mzIntercept,mzSlope,mcsP,t against far,p against far$/);
    const near = lines.filter((line) => line.startsWith('1,') && line.includes(',near,'));
    expect(near.map((line) => line.split(',')[1])).toEqual(['all', '2018', '2019', 'regime 0', 'regime 1']);
    expect(near[0]).not.toMatch(/,$/);
    for (const line of near.slice(1)) expect(line).toMatch(/[^,],,,,,$/);
  });
});
