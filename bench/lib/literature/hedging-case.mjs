import { createNoHedge } from '../../../dist/hedgers/no-hedge.js';
import { mean, standardDeviation } from '../../../dist/math/moments.js';
import { difference, modelPremium, pnlOf, withError } from './evaluate.mjs';
import { seeds } from './settings.mjs';
import { trainNetwork } from './train.mjs';
import { tuneOn } from './tune.mjs';

/**
 * A problem of the literature: rules, some tuned, and a trained network on the same test paths.
 *
 * @param problem market, steps, terms, instruments of what is hedged
 *   `isPaired`: antithetic paths, which help prices, not standard deviations
 * @param criterion what is minimised, on P&L in percent of spot
 * @param scale figure = scale × criterion: percent of the option's price, money of a spot of 1, …
 * @param premium what the desk is paid: 'model', the contract's value at implied volatility, as P&L counts it; 'none', so that the
 *   figure is the price to ask; 'mean payoff', that of the test paths
 * @param pace test paths, where a case needs more than others
 * @param rules `{ policy, grid, make }`: the best of the grid on the tuning paths; without a grid `make()` as it is
 * @param deep options of the network beside those of `settings.mjs`; several may be named
 * @param published by policy: `{ value, mean, sd }`; none where a figure is not verified
 * @param target the level that the network has to reach, `{ value, tolerance }`
 */
export function hedgingCase({
  name,
  problem,
  criterion,
  unit,
  scale = 1,
  premium = 'model',
  rules,
  deep,
  published = {},
  target,
  pace: ownPace,
}) {
  async function run({ pace: given, say, ...context }) {
    const pace = { ...given, ...(given.isFull && ownPace) };
    const entries = [{ policy: 'none', hedger: createNoHedge() }];
    for (const { policy, grid, make } of rules) {
      if (grid === undefined) {
        entries.push({ policy, hedger: make() });
        continue;
      }
      say(`tuning ${policy}`);
      const tuned = tuneOn(grid, make, problem, { criterion, paths: pace.tuningPaths, seed: seeds.tuning });
      entries.push({ policy, hedger: tuned.hedger, settings: { tuned: tuned.parameter } });
    }
    for (const options of deep) {
      const trained = await trainNetwork(problem, criterion, options, { ...context, pace, say });
      entries.push({ policy: options.policy ?? 'deep', ...trained });
    }
    const all = pnlOf(
      entries.map(({ hedger }) => hedger),
      problem,
      {
        paths: pace.testPaths,
        seed: seeds.test,
        stream: ['literature', 'test'],
        onPaths: (done) =>
          say(`testing on ${done.toLocaleString('en')} of ${pace.testPaths.toLocaleString('en')} paths`),
      },
    );
    // The first holds nothing.
    const unpaid = unpaidPremium(premium, problem, all[0]);
    const figure = (pnl) => scale * (criterion.value(pnl) + unpaid);
    const band = entries.findIndex(({ policy }) => policy === 'band');
    return entries.map(({ policy, settings, trainSeconds }, e) => {
      const { value, error } = withError(all[e], figure);
      const isTarget = target !== undefined && policy === 'deep';
      return {
        case: name,
        policy,
        unit,
        ours: value,
        stderr: error,
        mean: scale * (unpaid - mean(all[e])),
        sd: scale * standardDeviation(all[e]),
        published: published[policy]?.value ?? null,
        ...(published[policy]?.mean !== undefined && {
          publishedMean: published[policy].mean,
          publishedSd: published[policy].sd,
        }),
        ...(band >= 0 && { band: figure(all[band]), againstBand: difference(all[e], all[band], figure) }),
        ...(isTarget && {
          target: target.value,
          tolerance: target.tolerance,
          met: value <= target.value + target.tolerance,
        }),
        trainSeconds: trainSeconds ?? null,
        settings: { ...settings, testPaths: pace.testPaths, criterion: criterion.name },
      };
    });
  }

  return { name, run };
}

/** What of the premium that P&L counts, the contract's value at writing, is not paid in percent of spot: the same on all paths. */
function unpaidPremium(premium, problem, unhedged) {
  if (premium === 'model') return 0;
  // Without a hedge P&L is the model's premium less the payoff.
  return premium === 'none' ? modelPremium(problem) : mean(unhedged);
}
