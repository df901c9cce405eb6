import { z } from 'zod';
import { InputError } from '../../support/input-error.ts';
import { requireNonNegative } from '../../support/require.ts';
import { parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON, HedgeView } from '../hedger.ts';
import { createEdges, type EdgeHedger, type PolicyEdges, tradeToEdges } from './policy-edges.ts';

export interface EnsembleHedgerOptions {
  /** Policies of the same instruments, such as one training's under several seeds. */
  readonly members: readonly EdgeHedger[];
  /** Factor on the disagreement of the members by which the edges are moved apart; 0 by default. */
  readonly disagreement?: number;
  /** 'deep-ensemble' unless given. */
  readonly name?: string;
}

/**
 * One policy of several learned ones. Its edges are the means of the members' edges, moved apart on both sides by
 * `disagreement` × the standard deviation of the centres (lower + upper)/2 of the members' edges (over the members, divided
 * by their number): where trainings that differ by their seed alone do not agree what to hold, it trades less.
 *
 * @throws RangeError without members, or when `disagreement` is not a finite number >= 0
 * @example
 * const { hedger, members } = trainDeepEnsemble({ ...options, members: 5, disagreement: 1 });
 * const calmer = createEnsembleHedger({ members: members.map((member) => member.hedger), disagreement: 2 });
 */
export function createEnsembleHedger(options: EnsembleHedgerOptions): EdgeHedger {
  const { members, disagreement = 0, name = 'deep-ensemble' } = options;
  if (members.length === 0) throw new RangeError('members is empty: expected at least one policy');
  requireNonNegative('disagreement', disagreement);

  function edges(view: HedgeView): PolicyEdges {
    const all = members.map((member) => member.edges(view));
    const result = createEdges(Math.min(...all.map(({ lower }) => lower.length)), view.paths);
    result.lower.forEach((lower, i) => {
      joinEdges(
        all.map((each) => ({ lower: each.lower[i], upper: each.upper[i] })),
        disagreement,
        { lower, upper: result.upper[i] },
      );
    });
    return result;
  }

  return {
    name,
    kind: 'deep',
    signals: [...new Set(members.flatMap(({ signals }) => signals))],
    ...(members.some(({ reset }) => reset !== undefined) && {
      reset(paths: number) {
        for (const member of members) member.reset?.(paths);
      },
    }),
    edges,
    hedge: (view, target) => tradeToEdges(view, edges(view), target),
    toJSON: () => ({
      policy: 'deep-ensemble',
      kind: 'deep',
      name,
      disagreement,
      members: members.map((member) => member.toJSON()),
    }),
  };
}

/** The edges of one instrument. */
interface InstrumentEdges {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

function joinEdges(members: readonly InstrumentEdges[], disagreement: number, joint: InstrumentEdges): void {
  const count = members.length;
  for (let path = 0; path < joint.lower.length; path++) {
    let [lower, upper, squares] = [0, 0, 0];
    for (const member of members) {
      lower += member.lower[path] / count;
      upper += member.upper[path] / count;
    }
    const centre = (lower + upper) / 2;
    for (const member of members) squares += ((member.lower[path] + member.upper[path]) / 2 - centre) ** 2;
    const apart = disagreement * Math.sqrt(squares / count);
    joint.lower[path] = lower - apart;
    joint.upper[path] = upper + apart;
  }
}

const savedParts = z.object({
  name: z.string(),
  disagreement: z.number().nonnegative(),
  members: z.array(z.looseObject({ kind: z.string(), name: z.string() })).min(1),
});

/**
 * Restores an ensemble from its `toJSON()`; `load` restores its members.
 *
 * @throws InputError on data that no ensemble can have written
 */
export function loadEnsembleHedger(json: HedgerJSON, load: (json: HedgerJSON) => Hedger): EdgeHedger {
  const saved = `saved policy '${json.name}'`;
  const { members, ...parts } = parseSaved(saved, savedParts, json);
  const restored = members.map((member, k) => {
    const hedger = load(member as unknown as HedgerJSON);
    if (hasEdges(hedger)) return hedger;
    throw new InputError(
      `${saved}: members.${k} '${hedger.name}' has no edges: expected a learned policy; save it again with toJSON()`,
    );
  });
  return createEnsembleHedger({ ...parts, members: restored });
}

function hasEdges(hedger: Hedger): hedger is EdgeHedger {
  return 'edges' in hedger && typeof hedger.edges === 'function';
}
