import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import { mapPolicy, type PolicyMap, type PolicyMapRequest } from '../../../src/hedgers/explain-policy.ts';
import type { Hedger } from '../../../src/hedgers/hedger.ts';
import type { TrainingCurve } from '../../../src/report/policy/training-csv.ts';

/** A training of 25 steps, validated every 10 and at the last. */
export const curve: TrainingCurve = {
  steps: 25,
  losses: Float64Array.from({ length: 25 }, (_, step) => 1 + 1 / (step + 1)),
  validations: Float64Array.of(2, 1.2, 1.1, 1.15),
  learningRates: Float64Array.from({ length: 25 }, (_, step) => 0.01 / (step + 1)),
};

export function mapOf(
  hedger: Hedger = createDeltaBandHedger({ halfWidth: 0.05 }),
  change: Partial<PolicyMapRequest> = {},
): PolicyMap {
  return mapPolicy(hedger, {
    contract: { type: 'call', strike: 1 },
    position: -1,
    underlying: plainUnderlying(0),
    costBps: 10,
    steps: 5,
    yearsAtWriting: 5 / 252,
    vol: 0.2,
    moneyness: [0.95, 0.975, 1, 1.025, 1.05],
    stepsLeft: [5, 4, 3, 2, 1],
    ...change,
  });
}

/** Tags of an SVG file that are not closed in order, and attributes that stand twice: nothing, in XML. */
export function xmlFaults(picture: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [tag, slash, name, rest] of picture.matchAll(/<(\/?)([a-zA-Z]+)([^<>]*)>/g)) {
    const attributes = [...rest.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
    if (new Set(attributes).size !== attributes.length) faults.push(tag);
    if (slash === '/') {
      if (open.pop() !== name) faults.push(tag);
    } else if (!rest.endsWith('/')) open.push(name);
  }
  return [...faults, ...open];
}
