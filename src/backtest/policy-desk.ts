import type { RunningContract } from '../contracts/contract.ts';
import { hedgedContract } from '../hedgers/hedged-contract.ts';
import type { Hedger, HedgeView } from '../hedgers/hedger.ts';
import { hedgeInstrument } from '../hedgers/instrument-greeks.ts';
import type { Paths } from '../market/paths.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import { type TradedInstrument, writeWealth } from './traded-instrument.ts';

export interface PolicyDesk {
  /** The holdings that the policy wants after this step's trade, one column per instrument, filled anew by each call. */
  ask(step: number): readonly Float64Array[];
}

/**
 * The desk shows a policy one step at a time, in arrays of its own that hold nothing else: no later price can be
 * reached from them, and nothing that a policy writes into them reaches the books. The contract it shows has observed
 * this step and none after it.
 *
 * @param instruments the underlying first
 * @param cash the cash account, as it stands at each call
 * @throws RangeError when the paths lack a signal that the policy reads
 */
export function openDesk(
  hedger: Hedger,
  paths: Paths,
  terms: HedgingTerms,
  instruments: readonly TradedInstrument[],
  running: RunningContract,
  cash: Float64Array,
): PolicyDesk {
  const count = paths.paths;
  const column = () => new Float64Array(count);
  const targets = instruments.map(column);
  const shown = {
    prices: instruments.map(column),
    holdings: instruments.map(column),
    vol: column(),
    wealth: column(),
    memory: running.memory.map(column),
  };
  const strike = paths.strike.slice();
  const signals: Record<string, Float64Array> = {};
  for (const name of hedger.signals) {
    if (paths.signals[name] === undefined) {
      throw new RangeError(
        `policy '${hedger.name}' reads the signal '${name}', which these paths lack (they have: ${Object.keys(paths.signals).join(', ') || 'none'})`,
      );
    }
    signals[name] = column();
  }
  let years = paths.yearsToExpiry[0];
  const moment = () => ({ underlying: terms.underlying, spot: instruments[0].price, years });
  const contract = hedgedContract(structuredClone(terms.contract), running, moment, shown.memory);
  const spotAtWriting = paths.spot.slice(0, count);
  const others = (paths.instruments ?? []).map(({ name, quote }) => {
    const vol = column();
    const shownOne = hedgeInstrument({ name, quote }, () => ({ ...moment(), spotAtWriting, vol }));
    return { show: (from: number, to: number) => vol.set(quote?.impliedVol.subarray(from, to) ?? []), shownOne };
  });

  function show(step: number): HedgeView {
    const from = step * count;
    const to = from + count;
    years = paths.yearsToExpiry[step];
    instruments.forEach(({ price, held, wanted }, i) => {
      shown.prices[i].set(price);
      shown.holdings[i].set(held);
      targets[i].set(wanted);
    });
    running.memory.forEach((memory, i) => void shown.memory[i].set(memory.column));
    for (const other of others) other.show(from, to);
    shown.vol.set(paths.impliedVol.subarray(from, to));
    writeWealth(shown.wealth, cash, instruments);
    for (const name of hedger.signals) signals[name].set(paths.signals[name].subarray(from, to));
    return {
      step,
      steps: paths.steps,
      paths: count,
      contract: { ...contract },
      position: terms.position,
      strike,
      yearsToExpiry: years,
      underlying: { ...terms.underlying },
      costBps: instruments[0].frictions.costBps,
      prices: [...shown.prices],
      instruments: others.map(({ shownOne }) => ({ ...shownOne })),
      impliedVol: shown.vol,
      holdings: [...shown.holdings],
      wealth: shown.wealth,
      signals,
    };
  }

  return {
    ask(step) {
      hedger.hedge(show(step), [...targets]);
      targets.forEach((target, i) => {
        for (let path = 0; path < count; path++) {
          if (Number.isFinite(target[path])) continue;
          const what = i === 0 ? '' : ` of ${instruments[i].name}`;
          throw new Error(
            `policy '${hedger.name}' wants to hold ${target[path]}${what} at step ${step} of path ${path}`,
          );
        }
      });
      return targets;
    },
  };
}
