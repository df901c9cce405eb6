import { expect, it } from 'vitest';
import { runFixture } from './run-fixture.ts';

interface Reading {
  readonly rss: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly heapUsed: number;
  readonly tensors: object;
}

const megabyte = 2 ** 20;

it('a thousand trainings in one process hold no more memory than two hundred', async () => {
  const readings = (await runFixture('short-trainings', '--expose-gc')) as Reading[];
  const [before, early] = readings;
  const last = readings[5];
  expect(readings).toHaveLength(6);
  const growth = (figure: Exclude<keyof Reading, 'tensors'>) => last[figure] - early[figure];
  // The kernels' memory of the 800 trainings in between is over 300 MB.
  expect(growth('rss')).toBeLessThan(40 * megabyte);
  expect(growth('external')).toBeLessThan(megabyte);
  expect(growth('arrayBuffers')).toBeLessThan(megabyte);
  expect(growth('heapUsed')).toBeLessThan(4 * megabyte);
  for (const { tensors } of readings) expect(tensors).toEqual(before.tensors);
});
