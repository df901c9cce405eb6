import type { PolicyHead } from '../../engine/policy/policy-problem.ts';
import type { HedgerJSON, HedgeView } from '../hedger.ts';
import { readsPnl, signalsOf } from './input-names.ts';
import {
  createEdges,
  type EdgeHedger,
  mirrorEdges,
  outputsToEdges,
  type PolicyEdges,
  tradeToEdges,
} from './policy-edges.ts';
import { type PolicyInputs, writePolicyInputs } from './policy-inputs.ts';
import type { PolicyNetwork } from './policy-network.ts';

/** What a hedger is made of that trades to the edges which a network gives. */
export interface EdgeHedgerParts {
  readonly name: string;
  readonly network: PolicyNetwork;
  readonly inputs: PolicyInputs;
  readonly head: PolicyHead;
  /** Position at which the network was trained. */
  readonly position: 1 | -1;
  /** Columns of memory of the contract that it was trained on. */
  readonly memory: number;
  /** Reference hedge of each further instrument, at the position trained. */
  readonly references: readonly number[];
  readonly toJSON: () => HedgerJSON;
}

/**
 * A hedger with a network that gives, for each hedge instrument, the two edges between which nothing is traded
 * (`PolicyHead` says how); outside, it trades just enough to reach the nearer one. With the band head it is the
 * no-transaction-band network of Imaki, Imajo, Ito, Minami and Nakagawa (2021); the heads that set the holding have edges
 * that coincide. Instruments beyond those that it was trained with are left as they are.
 *
 * At the position opposite to the one that the network was trained at everything is mirrored – it reads its holdings with
 * the other sign, and so are its edges – so that one network serves both. One that reads P&L so far does not: costs are
 * losses at either position, and no mirror turns them into gains.
 *
 * @throws RangeError from `edges` and `hedge`, for a contract or instruments other than those trained on
 */
export function createEdgeHedger(parts: EdgeHedgerParts): EdgeHedger {
  const { name, network, inputs, head, position: trained, memory, references, toJSON } = parts;
  const { columns, readsHoldings } = inputs;
  const instruments = 1 + references.length;
  const width = columns.length + (readsHoldings ? instruments : 0);

  function checkView({ contract, position, prices }: HedgeView): void {
    if (position !== trained && readsPnl(columns)) {
      throw new RangeError(
        `policy '${name}' reads its P&L so far and was trained at position ${trained}: at position ${position} costs are losses too, so it is no mirror image; train another one for it`,
      );
    }
    if (contract.memory.length !== memory) {
      throw new RangeError(
        `policy '${name}' was trained on a contract with ${memory} columns of memory: this one (${contract.terms.type}) has ${contract.memory.length}`,
      );
    }
    if (prices.length < instruments) {
      throw new RangeError(
        `policy '${name}' was trained to hedge with ${instruments} instruments, the underlying among them: these paths have ${prices.length}`,
      );
    }
  }

  function edges(view: HedgeView): PolicyEdges {
    checkView(view);
    const { paths, position } = view;
    const mirror = position * trained;
    const read = new Float32Array(width * paths);
    const reference = [new Float64Array(paths), ...references.map((hedge) => new Float64Array(paths).fill(hedge))];
    const [delta] = reference;
    writePolicyInputs({ ...view, spot: view.prices[0] }, inputs, read, delta);
    if (readsHoldings) {
      view.holdings.slice(0, instruments).forEach((held, i) => {
        const at = (columns.length + i) * paths;
        for (let path = 0; path < paths; path++) read[at + path] = mirror * held[path];
      });
    }
    for (let path = 0; path < paths; path++) delta[path] *= -trained;
    const result = createEdges(instruments, paths);
    outputsToEdges(head, network.forward(read, paths, view.step), reference, result);
    if (mirror === -1) mirrorEdges(result);
    return result;
  }

  return {
    name,
    kind: 'deep',
    signals: signalsOf(inputs.columns),
    ...(network.reset && { reset: (paths: number) => network.reset?.(paths) }),
    edges,
    hedge: (view, target) => tradeToEdges(view, edges(view), target),
    toJSON,
  };
}
