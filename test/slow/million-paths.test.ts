import { expect, it } from 'vitest';
import { runFixture } from './run-fixture.ts';

interface Outcome {
  readonly losses: readonly number[];
  readonly after: number;
  readonly peakBytes: number;
}

it('takes gradient steps over a million paths of 30 steps in less than a gigabyte', async () => {
  const { losses, after, peakBytes } = (await runFixture('million-paths')) as Outcome;
  // The batch alone is 368 MB.
  expect(peakBytes).toBeGreaterThan(3.68e8);
  expect(peakBytes).toBeLessThan(1e9);
  expect(losses).toHaveLength(2);
  expect(losses[1]).toBeLessThan(losses[0]);
  expect(after).toBeLessThan(losses[0]);
});
