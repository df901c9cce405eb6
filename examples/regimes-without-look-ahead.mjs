// What labels that see the future are worth, and what is left of it. "Long when calm" holds the S&P 500 on the day after a day
// that is labelled calm. All labels are those of one model; only what they may see differs.
import {
  bundledBarsPath,
  computeFeatures,
  countSwitches,
  createHmmDetector,
  logReturns,
  mostProbable,
  readBars,
  walkRegimes,
} from 'regime-hedge';

const { bars } = await readBars(bundledBarsPath());
const features = computeFeatures(bars, ['return']);
const returns = logReturns(bars);
const detector = createHmmDetector({ states: 2, features: ['return'] });

/** Annualised Sharpe ratio of the days after those labelled 0, from a row on; no costs, cash earns nothing. */
function sharpe(labels, from = 1) {
  const earned = [];
  for (let t = from; t + 1 < returns.length; t++) earned.push(labels[t] === 0 ? returns[t + 1] : 0);
  const mean = earned.reduce((sum, r) => sum + r, 0) / earned.length;
  const sd = Math.sqrt(earned.reduce((sum, r) => sum + (r - mean) ** 2, 0) / earned.length);
  return ((mean / sd) * Math.sqrt(252)).toFixed(2);
}

function print(what, labels, from) {
  const switches = countSwitches(labels.subarray(from ?? 1));
  console.log(`${what.padEnd(58)} ${sharpe(labels, from).padStart(6)} ${String(switches).padStart(9)}`);
}

const model = detector.fit(features, { seed: 7, returns });
console.log(`${'2000–2020, parameters fitted on all of it'.padEnd(58)} Sharpe  switches`);
print('smoothed probabilities (see all days to come)', mostProbable(model.inSampleSmoothed(features)));
print('most probable path, Viterbi (sees them too)', model.inSampleViterbi(features));
print('filtered probabilities (the labels of the past alone)', mostProbable(model.filter(features)));
print('buy and hold', new Int32Array(returns.length));

// Even the filter above knew parameters of the whole span. Walked forward, it knows those of the past alone.
const first = 1000;
const walked = walkRegimes(detector, features, { returns, seed: 7, firstFitRows: first });
console.log(`\n${`from ${bars.dates[first]}, refitted yearly on the past`.padEnd(58)} Sharpe  switches`);
print('filtered probabilities, walked forward', mostProbable(walked.filtered), first);
print('buy and hold', new Int32Array(returns.length), first);
