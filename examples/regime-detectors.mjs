// Detectors where the truth is known: days drawn from a two-regime Student-t model of the S&P 500. Each detector is fitted on the
// first 3000 days, without the labels, and judged day by day on the 20 000 that follow. Then the rules that calm labels, and
// the alarm for rises of volatility.
import { bundledBarsPath, computeFeatures, logReturns, readBars, sliceFeatures } from 'regime-hedge/market';
import {
  calmRegimes,
  countSwitches,
  createChangePointDetector,
  createDetector,
  createHmmDetector,
  hysteresis,
  measureAlarms,
  measureTailWarnings,
  minimumDwell,
  mostProbable,
  persistence,
  probabilityThreshold,
} from 'regime-hedge/regimes';

const seed = 7;
const past = 3000;
const { bars } = await readBars(bundledBarsPath());
const history = logReturns(bars);
const truth = createHmmDetector({ states: 2, features: ['return'], law: 'student-t' }).fit(
  computeFeatures(bars, ['return']),
  { seed, returns: history },
);
const { labels, features: drawn } = truth.sample(past + 20_000, { seed });
const [returns] = drawn.columns;
const close = new Float64Array(returns.length);
returns.forEach((r, t) => {
  close[t] = (t === 0 ? 100 : close[t - 1]) * Math.exp(r);
});
const days = {
  dates: Array.from(close, (_, t) => String(t)),
  open: close,
  high: close,
  low: close,
  close,
  volume: close,
};
const years = 20_000 / 252;

const row = (...cells) => console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(34) : cell.padStart(12))).join(''));
const afterPast = (values) => values.subarray(past);
const accuracy = (said) => {
  const right = said.filter((label, t) => label === labels[past + t]).length;
  return `${((100 * right) / said.length).toFixed(1)} %`;
};
const perYear = (said) => (countSwitches(said) / years).toFixed(1);

row('detector', 'right', 'switches/yr');
row('the truth', '100.0 %', perYear(afterPast(labels)));
const known = truth.filter({ names: ['return'], rows: returns.length, columns: [returns] });
row(
  'filter that knows the parameters',
  accuracy(afterPast(mostProbable(known))),
  perYear(afterPast(mostProbable(known))),
);
let filtered;
for (const settings of [
  { name: 'hmm', law: 'student-t' },
  { name: 'hmm' },
  { name: 'switching-autoregression' },
  { name: 'kmeans' },
  { name: 'mixture' },
  { name: 'jump', penalty: 5 },
  { name: 'jump', penalty: 30 },
  { name: 'continuous-jump', penalty: 30 },
]) {
  const detector = createDetector({ ...settings, states: 2 });
  const features = computeFeatures(days, detector.features);
  const model = detector.fit(sliceFeatures(features, 0, past), { seed, returns: returns.slice(0, past) });
  const probabilities = model.filter(features);
  const said = afterPast(mostProbable(probabilities));
  const { name, ...others } = settings;
  row([name, ...Object.values(others)].join(', '), accuracy(said), perYear(said));
  filtered ??= { rows: 20_000, columns: probabilities.columns.map(afterPast) };
}

console.log();
row('rule on the first of them', 'right', 'switches/yr', 'days late');
for (const [name, rule] of [
  ['threshold 0.8', probabilityThreshold(0.8)],
  ['minimum dwell, 10 days', minimumDwell(10)],
  ['hysteresis 0.9, 0.3', hysteresis({ enter: 0.9, leave: 0.3 })],
  ['persistence, half-life 5 days', persistence({ halfLifeDays: 5 })],
]) {
  const calmed = calmRegimes(filtered, [rule]);
  row(name, accuracy(calmed.labels), perYear(calmed.labels), calmed.report.meanDelayDays.toFixed(1));
}

console.log();
row('alarm', 'false a year', 'days to ×2', 'days to ×3');
for (const falseAlarmsPerYear of [1, 0.25]) {
  const detector = createChangePointDetector({ falseAlarmsPerYear });
  for (const degreesOfFreedom of [undefined, 5]) {
    const measured = measureAlarms({ detector, degreesOfFreedom, markets: 200, seed });
    const [twice, thrice] = measured.delays.map(
      ({ meanDays, meanDaysError }) => `${meanDays.toFixed(1)} ± ${meanDaysError.toFixed(1)}`,
    );
    const law = degreesOfFreedom === undefined ? 'normal' : `t with ${degreesOfFreedom} d.f.`;
    row(`${falseAlarmsPerYear} a year asked for, ${law}`, measured.falseAlarmsPerYear.toFixed(2), twice, thrice);
  }
}
const alarms = createChangePointDetector().fit(history.slice(0, 1000), { seed }).run(history).alarm;
const warned = measureTailWarnings({ alarm: alarms.subarray(1000), returns: history.subarray(1000) });
const percent = (share) => `${(100 * share).toFixed(0)} %`;
console.log(
  `\nS&P 500 from ${bars.dates[1000]}: an alarm stood the day before ${percent(warned.warnedShare)} of the ${warned.events} worst days, and before ${percent(warned.baseShare)} of all;\nof the ${warned.freshEvents} worst days that came after 21 quieter ones, ${percent(warned.freshWarnedShare)}.`,
);
