import { hysteresis } from '../../../src/regimes/calm/hysteresis.ts';
import { minimumDwell } from '../../../src/regimes/calm/minimum-dwell.ts';
import { persistence } from '../../../src/regimes/calm/persistence.ts';
import { probabilityThreshold } from '../../../src/regimes/calm/probability-threshold.ts';
import { describeCalmRule } from '../../contracts/calm-rule-suite.ts';

describeCalmRule('minimum dwell', {
  rules: [2, 5, 20, 60].map(minimumDwell),
  idle: minimumDwell(1),
  refused: [
    [() => minimumDwell(-1), /minimumDwellDays is -1: expected a whole number/],
    [() => minimumDwell(1.5), /is 1\.5/],
    [() => minimumDwell(Number.NaN), /is NaN/],
  ],
});

describeCalmRule('probability threshold', {
  rules: [0.5, 0.7, 0.85].map(probabilityThreshold),
  idle: probabilityThreshold(1 / 3),
  refused: [
    [() => probabilityThreshold(1.1), /probabilityThreshold is 1\.1: expected a number from 0 to 1/],
    [() => probabilityThreshold(-0.1), /is -0\.1/],
    [() => probabilityThreshold(Number.NaN), /is NaN/],
  ],
});

describeCalmRule('hysteresis', {
  rules: [
    hysteresis({ enter: 0.5, leave: 0.4 }),
    hysteresis({ enter: 0.5, leave: 0.2 }),
    hysteresis({ enter: 0.8, leave: 0.1 }),
  ],
  refused: [
    [() => hysteresis({ enter: 0.5, leave: 0.5 }), /leave is 0\.5: expected a number above 0 and below enter, 0\.5/],
    [() => hysteresis({ enter: 0.5, leave: 0.7 }), /leave is 0\.7/],
    [() => hysteresis({ enter: 0.5, leave: 0 }), /leave is 0/],
    [() => hysteresis({ enter: 1.5, leave: 0.5 }), /enter is 1\.5/],
    [() => hysteresis({ enter: Number.NaN, leave: 0.5 }), /enter is NaN/],
  ],
});

describeCalmRule('persistence', {
  rules: [0.5, 2, 8, 30].map((halfLifeDays) => persistence({ halfLifeDays })),
  idle: persistence({ halfLifeDays: 0 }),
  refused: [
    [() => persistence({ halfLifeDays: -1 }), /halfLifeDays is -1: expected a finite number >= 0/],
    [() => persistence({ halfLifeDays: Number.POSITIVE_INFINITY }), /is Infinity/],
    [() => persistence({ halfLifeDays: Number.NaN }), /is NaN/],
  ],
});
