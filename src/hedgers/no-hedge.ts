import type { Hedger } from './hedger.ts';

/** Holds nothing: what the desk earns and risks when it does not hedge. */
export function createNoHedge(): Hedger {
  return {
    name: 'none',
    kind: 'none',
    signals: [],
    hedge(_view, target) {
      for (const column of target) column.fill(0);
    },
    toJSON: () => ({ kind: 'none', name: 'none' }),
  };
}
