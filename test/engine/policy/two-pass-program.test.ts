import { expect, it } from 'vitest';
import { createProgram } from '../../../src/engine/create-program.ts';
import { denseLayers } from '../../../src/engine/network/network-shape.ts';
import type { TwoPassProgram } from '../../../src/engine/program.ts';
import { policyProblem } from '../gradients/policy-cases.ts';
import { randomPolicy } from '../reference/random-policy.ts';

const problem = policyProblem({
  layers: [...denseLayers([6], 'silu'), { kind: 'dropout', rate: 0.3 }],
  loss: { kind: 'mean-sd', riskAversion: 1 },
});
const { weights, batch } = randomPolicy(problem, 400, 3);
const groups = [0, 1, 2, 3, 4, 5, 6];

/** Loss and gradient, and the P&L that was gone through. */
function evaluate(keptBytes: number) {
  const program = createProgram(problem, { keptBytes }) as TwoPassProgram<typeof batch>;
  return [undefined, 9].map((dropoutKey) => {
    program.begin(weights, batch, dropoutKey);
    const results = new Float64Array(400);
    for (const group of groups) program.forward(group, results);
    const slopes = new Float64Array(400);
    const loss = program.lossGradient(results, slopes);
    const partial = new Float64Array(program.partialSize);
    const total = program.newTotal();
    for (const group of groups) {
      program.backward(group, slopes, partial);
      program.add(total, partial);
    }
    return { loss, gradient: program.finish(total), results };
  });
}

it('gives the same bits however much it may keep for the way back', () => {
  const [plain, dropped] = evaluate(0);
  expect(plain).not.toEqual(dropped);
  expect(plain.gradient.some((slope) => slope !== 0)).toBe(true);
  for (const keptBytes of [40_000, 100_000, 2 ** 28]) expect(evaluate(keptBytes)).toEqual([plain, dropped]);
});
