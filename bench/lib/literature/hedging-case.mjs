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
 * @param pace paths, where a case needs more than others; with `controlPaths` figures are those of so many paths without a hedge, and
 *   the differences from them on the test paths: where a hedge changes little, that is most of the error
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
      const tuned = await tuneOn(grid, make, problem, { criterion, paths: pace.tuningPaths, signal: context.signal });
      entries.push({ policy, hedger: tuned.hedger, settings: { tuned: tuned.parameter } });
    }
    for (const options of deep) {
      const trained = await trainNetwork(problem, criterion, options, { ...context, pace, say });
      entries.push({ policy: options.policy ?? 'deep', ...trained });
    }
    const all = await pnlOf(
      entries.map(({ hedger }) => hedger),
      problem,
      {
        paths: pace.testPaths,
        seed: seeds.test,
        stream: ['literature', 'test'],
        signal: context.signal,
        onPaths: (done) =>
          say(`testing on ${done.toLocaleString('en')} of ${pace.testPaths.toLocaleString('en')} paths`),
      },
    );
    // The first holds nothing.
    const [unhedged] = all;
    const risk = (pnl) => scale * criterion.value(pnl);
    const unpaid = unpaidPremium(premium, problem);
    const figure = (pnl, payoffs) => risk(pnl) + scale * unpaid(payoffs);
    const control =
      pace.controlPaths === undefined
        ? undefined
        : await controlOf(problem, figure, { pace, say, signal: context.signal });
    const reach = (pnl) =>
      control === undefined ? withError([pnl, unhedged], figure) : plus(control, difference(pnl, unhedged, risk));
    const band = entries.findIndex(({ policy }) => policy === 'band');
    const bandReaches = band < 0 ? undefined : reach(all[band]).value;
    return entries.map(({ policy, settings, trainSeconds }, e) => {
      const { value, error } = reach(all[e]);
      const isTarget = target !== undefined && policy === 'deep';
      return {
        case: name,
        policy,
        unit,
        ours: value,
        stderr: error,
        mean: scale * (unpaid(unhedged) - mean(all[e])),
        sd: scale * standardDeviation(all[e]),
        published: published[policy]?.value ?? null,
        ...(published[policy]?.mean !== undefined && {
          publishedMean: published[policy].mean,
          publishedSd: published[policy].sd,
        }),
        ...(band >= 0 && { band: bandReaches, againstBand: difference(all[e], all[band], risk) }),
        ...(isTarget && {
          target: target.value,
          tolerance: target.tolerance,
          met: value <= target.value + target.tolerance,
        }),
        trainSeconds: trainSeconds ?? null,
        settings: { ...settings, ...pathsOf(pace), seeds, criterion: criterion.name },
      };
    });
  }

  return { name, run };
}

/** What of the premium that P&L counts, the contract's value at writing, is not paid, in percent of spot: from P&L without a hedge. */
function unpaidPremium(premium, problem) {
  if (premium === 'model') return () => 0;
  // Without a hedge P&L is the model's premium less the payoff.
  if (premium === 'mean payoff') return mean;
  const whole = modelPremium(problem);
  return () => whole;
}

/** The figure without a hedge, on paths of their own. */
async function controlOf(problem, figure, { pace, say, signal }) {
  const [pnl] = await pnlOf([createNoHedge()], problem, {
    paths: pace.controlPaths,
    seed: seeds.control,
    stream: ['literature', 'control'],
    signal,
    onPaths: (done) =>
      say(`without a hedge on ${done.toLocaleString('en')} of ${pace.controlPaths.toLocaleString('en')} paths`),
  });
  return withError([pnl, pnl], figure);
}

/** Sum of two figures that have no paths in common. */
function plus(one, other) {
  return { value: one.value + other.value, error: Math.hypot(one.error, other.error) };
}

function pathsOf({ testPaths, tuningPaths, controlPaths }) {
  return { testPaths, tuningPaths, ...(controlPaths !== undefined && { controlPaths }) };
}
