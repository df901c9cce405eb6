import { trainDeepEnsembleAsync } from '../../../dist/hedgers/deep/train-deep-ensemble.js';
import { trainDeepHedgerAsync } from '../../../dist/hedgers/deep/train-deep-hedger.js';
import { network, seeds } from './settings.mjs';

/** Trains a network on the problem's market; seconds are wall-clock time on the engine's threads. */
export async function trainNetwork(
  problem,
  criterion,
  { policy: _, ...options },
  { engine, batches, pace, say, signal },
) {
  const { market, steps, daysPerStep, instruments, terms } = problem;
  const { hidden, ...common } = network;
  const wanted = { ...common, ...(options.layers === undefined && { hidden }), ...options };
  const settings = { ...wanted, steps: Math.max(2, Math.round(wanted.steps * pace.stepShare)) };
  const start = performance.now();
  const trainWanted = wanted.members === undefined ? trainDeepHedgerAsync : trainDeepEnsembleAsync;
  const { hedger } = await trainWanted({
    market,
    contract: {
      terms: terms.contract,
      position: terms.position,
      steps,
      ...(daysPerStep !== undefined && { daysPerStep }),
    },
    underlying: terms.underlying,
    frictions: terms.frictions.underlying,
    ...(instruments !== undefined && { instruments }),
    ...(terms.unwinds !== undefined && { unwinds: terms.unwinds }),
    criterion,
    seed: seeds.training,
    ...settings,
    engine,
    batches,
    signal,
    onProgress: ({ done, total }) => say(`training step ${done} of ${total}`),
  });
  const trainSeconds = (performance.now() - start) / 1e3;
  return { hedger, trainSeconds, settings: { ...settings, problem: describeProblem(problem) } };
}

/** All that settles a problem, as data. */
function describeProblem({ market, terms: { frictions, underlying, ...terms }, instruments = [], ...rest }) {
  return { market: market.toJSON(), ...terms, ...rest, frictions: frictions.underlying, instruments };
}
