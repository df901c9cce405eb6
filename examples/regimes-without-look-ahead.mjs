// What a regime filter knew, and what the labels that see the future pretend it knew. Parameters are fitted on
// 2000–2009; both kinds of label are then read over 2010–2020 with the same parameters. "Long when calm" applies the
// label of one day to the return of the next.
import { bundledBarsPath, computeFeatures, createHmmDetector, logReturns, readBars, sliceFeatures } from 'regime-hedge';

const { bars } = await readBars(bundledBarsPath());
const features = computeFeatures(bars, ['return']);
const returns = logReturns(bars);
const split = bars.dates.findIndex((date) => date >= '2010-01-01');
const past = sliceFeatures(features, 0, split);
const detector = createHmmDetector({ states: 2, features: ['return'], restarts: 10 });
const model = detector.fit(past, { seed: 7, returns: returns.slice(0, split) });

const sharpe = (calm) => {
  const earned = [];
  for (let t = split; t + 1 < returns.length; t++) earned.push(calm[t] > 0.5 ? returns[t + 1] : 0);
  const mean = earned.reduce((sum, r) => sum + r, 0) / earned.length;
  const sd = Math.sqrt(earned.reduce((sum, r) => sum + (r - mean) ** 2, 0) / earned.length);
  return (mean / sd) * Math.sqrt(252);
};
console.log(`filtered (known at the close): Sharpe ${sharpe(model.filter(features).columns[0]).toFixed(2)}`);
console.log(`smoothed (sees the future):    Sharpe ${sharpe(model.inSampleSmoothed(features).columns[0]).toFixed(2)}`);
