import { z } from 'zod';
import { regimeSignal } from '../market/paths.ts';
import { createSwitchGuard, type SwitchGuard, type SwitchGuardOptions } from '../regimes/calm/switch-guard.ts';
import { InputError } from '../support/input-error.ts';
import { parseSaved } from '../support/saved-data.ts';
import type { Hedger, HedgerJSON, HedgeView } from './hedger.ts';

/** What keeps a switcher from flickering. */
export type SwitcherGuard = Pick<SwitchGuardOptions, 'minimumDwellDays' | 'probabilityThreshold'>;

export interface SwitcherOptions {
  readonly name: string;
  /** Detector whose signals `regime.DETECTOR.0`, `regime.DETECTOR.1`, … (`regimeSignal`) are followed. */
  readonly detector: string;
  readonly candidates: readonly Hedger[];
  /** Entry k is the index of the candidate that hedges in regime k. */
  readonly assignment: readonly number[];
  readonly guard: SwitcherGuard;
}

export interface SwitcherHedger extends Hedger {
  /** Regime in force on each path after the last decision, −1 before the first; a copy. */
  currentRegimes(): Int32Array;
}

/**
 * Hands each path to the candidate of the regime in force. At its first decision a path takes the most probable
 * regime; later another comes into force only when its filtered probability reaches the threshold and the present one
 * has been in force for the minimum of days. Filtered probabilities alone are read: those known at the close.
 *
 * It has a memory, so `reset(paths)` must precede every run.
 *
 * @throws RangeError on an assignment or a guard out of range; from `hedge`, when `reset` was not called for its paths
 * @example
 * const switcher = createSwitcherHedger({
 *   name: 'calm or stormy',
 *   detector: 'hmm',
 *   candidates: [createDeltaBandHedger({ halfWidth: 0.1 }), createBlackScholesDeltaHedger()],
 *   assignment: [0, 1], // regime 0 is the calmest
 *   guard: { minimumDwellDays: 5, probabilityThreshold: 0.7 },
 * });
 */
export function createSwitcherHedger(options: SwitcherOptions): SwitcherHedger {
  const { name, detector, candidates, assignment, guard } = options;
  requireSound(options);
  const regimeSignals = assignment.map((_, regime) => regimeSignal(detector, regime));
  const used = [...new Set(assignment)].map((candidate) => ({ candidate, hedger: candidates[candidate] }));
  const { minimumDwellDays, probabilityThreshold } = guard;
  const present = new Float64Array(assignment.length);
  let regimes = new Int32Array(0);
  let guards: SwitchGuard[] = [];

  function reset(paths: number): void {
    regimes = new Int32Array(paths).fill(-1);
    guards = Array.from({ length: paths }, () => createSwitchGuard({ minimumDwellDays, probabilityThreshold }));
    for (const { hedger } of used) hedger.reset?.(paths);
  }

  function hedge(view: HedgeView, target: readonly Float64Array[]): void {
    if (regimes.length !== view.paths) {
      throw new RangeError(
        `policy '${name}' is asked about ${view.paths} paths but was reset for ${regimes.length}: call reset(${view.paths}) before step 0`,
      );
    }
    const columns = regimeSignals.map((signal) => view.signals[signal]);
    for (let path = 0; path < view.paths; path++) {
      for (let regime = 0; regime < columns.length; regime++) present[regime] = columns[regime][path];
      regimes[path] = guards[path].next(present);
    }
    for (const { candidate, hedger } of used) {
      const wanted = target.map((column) => column.slice());
      hedger.hedge(narrowView(view, hedger.signals), wanted);
      for (let path = 0; path < view.paths; path++) {
        if (assignment[regimes[path]] !== candidate) continue;
        for (let instrument = 0; instrument < target.length; instrument++) {
          target[instrument][path] = wanted[instrument][path];
        }
      }
    }
  }

  return {
    name,
    kind: 'switcher',
    signals: [...new Set([...regimeSignals, ...used.flatMap(({ hedger }) => hedger.signals)])],
    reset,
    hedge,
    currentRegimes: () => regimes.slice(),
    toJSON: () => ({
      kind: 'switcher',
      name,
      detector,
      assignment: [...assignment],
      guard: { minimumDwellDays, probabilityThreshold },
      candidates: candidates.map((candidate) => candidate.toJSON()),
    }),
  };
}

const savedParts = z.object({
  name: z.string(),
  detector: z.string().min(1),
  candidates: z.array(z.looseObject({ kind: z.string(), name: z.string() })).min(1),
  assignment: z.array(z.int().nonnegative()).min(1),
  guard: z.object({ minimumDwellDays: z.int().nonnegative(), probabilityThreshold: z.number().min(0).max(1) }),
});

/**
 * Restores a switcher from its `toJSON()`; `load` restores its candidates.
 *
 * @throws InputError on data that no switcher can have written
 */
export function loadSwitcherHedger(json: HedgerJSON, load: (json: HedgerJSON) => Hedger): SwitcherHedger {
  const saved = `saved policy '${json.name}'`;
  const { candidates, assignment, ...parts } = parseSaved(saved, savedParts, json);
  assignment.forEach((candidate, regime) => {
    if (candidate < candidates.length) return;
    throw new InputError(
      `${saved}: assignment.${regime} is ${candidate}, expected the index of one of ${candidates.length} candidates; save it again with toJSON()`,
    );
  });
  return createSwitcherHedger({
    ...parts,
    assignment,
    candidates: candidates.map((candidate) => load(candidate as unknown as HedgerJSON)),
  });
}

/** The view as a candidate may have it: with its own signals and no others. */
function narrowView(view: HedgeView, names: readonly string[]): HedgeView {
  return { ...view, signals: Object.fromEntries(names.map((name) => [name, view.signals[name]])) };
}

function requireSound({ candidates, assignment, guard }: SwitcherOptions): void {
  if (assignment.length === 0) throw new RangeError('assignment is empty: expected one candidate per regime');
  assignment.forEach((candidate, regime) => {
    if (candidates[candidate] !== undefined) return;
    throw new RangeError(
      `assignment[${regime}] is ${candidate}: expected the index of one of ${candidates.length} candidates`,
    );
  });
  createSwitchGuard(guard);
}
