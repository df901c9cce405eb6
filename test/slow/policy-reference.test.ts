import { describe, expect, it } from 'vitest';
import { networkSize } from '../../src/engine/network/network-layout.ts';
import { isBandHead, policyNetwork } from '../../src/engine/policy/policy-problem.ts';
import { type PolicyCase, pnlCases, productCases, shapeCases } from '../engine/gradients/policy-cases.ts';
import { centralDifferences } from '../engine/reference/network-float64.ts';
import { policyFloat64 } from '../engine/reference/policy-float64.ts';
import { policyReference } from '../engine/reference/policy-graph.ts';
import { randomPolicy } from '../engine/reference/random-policy.ts';
import { gradientErrors, relativeError } from '../engine/reference/relative-error.ts';

const named = (cases: readonly PolicyCase[]) => cases.map((entry) => [entry.name, entry] as const);

// Two independent references: were both wrong, they would have to be wrong alike.
describe('the TensorFlow.js graph of a policy', () => {
  it.each(named([...productCases(), ...shapeCases(), ...pnlCases()].filter(({ paths }) => paths <= 100)))(
    'has the values of float64: %s',
    (_, { problem, paths, seed }) => {
      const { weights, batch } = randomPolicy(problem, paths, seed);
      const { loss, results } = policyReference(problem, weights, batch);
      const expected = policyFloat64(problem, Float64Array.from(weights), batch);
      expect(relativeError([loss], [expected.loss])).toBeLessThan(1e-5);
      expect(relativeError(results, expected.pnl)).toBeLessThan(1e-5);
    },
  );

  // Central differences take time by the square of the weights, times paths, times steps.
  const small = productCases().filter(
    ({ problem, paths }) => networkSize(policyNetwork(problem)) ** 2 * problem.steps * paths < 1.5e6,
  );
  it.each(named(small))('has the gradient of central differences: %s', (_, { problem, paths, seed }) => {
    const { weights, batch } = randomPolicy(problem, paths, seed);
    const { gradient } = policyReference(problem, weights, batch);
    const expected = centralDifferences((w) => policyFloat64(problem, w, batch).loss, weights);
    expect(gradientErrors(policyNetwork(problem), gradient, expected)[0][1]).toBeLessThan(1e-4);
  });
});

describe('the table of policies', () => {
  it('brings every choice together with every choice of each other dimension', () => {
    const cases = productCases();
    const dimensions = Object.keys(cases[0].choices);
    const missing: string[] = [];
    for (const [d, one] of dimensions.entries()) {
      for (const other of dimensions.slice(d + 1)) {
        const valuesOf = (dimension: string) => [...new Set(cases.map(({ choices }) => choices[dimension]))];
        for (const a of valuesOf(one)) {
          for (const b of valuesOf(other)) {
            if (!cases.some(({ choices }) => choices[one] === a && choices[other] === b)) missing.push(`${a} + ${b}`);
          }
        }
      }
    }
    expect(dimensions).toHaveLength(8);
    expect(missing).toEqual([]);
  });

  it.each(named(productCases().filter(({ problem }) => isBandHead(problem.head) && problem.steps === 7)))(
    'keeps and leaves the band: %s',
    (_, { problem, paths, seed }) => {
      const { weights, batch } = randomPolicy(problem, paths, seed);
      const { trades } = policyFloat64(problem, Float64Array.from(weights), batch);
      const kept = trades.filter((trade) => trade === 0).length / trades.length;
      expect(kept).toBeGreaterThan(0.05);
      expect(kept).toBeLessThan(0.95);
      expect(trades.some((trade) => trade > 0) && trades.some((trade) => trade < 0)).toBe(true);
    },
  );
});
