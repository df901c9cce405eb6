import { defineConfig } from 'vitest/config';

/** Rooms whose tests leave nothing behind: their files share a process, which loads modules once. */
const plain = 'test/{contracts,forecast,market,math,pricing,regimes,risk,simulate,support}/**/*.test.ts';
/** Tests among them that start threads, or set up TensorFlow.js. */
const threaded = [
  'test/simulate/path-pool.test.ts',
  'test/forecast/{walk-forecasters,lstm-files,model-forecaster,model-forecaster-networks}.test.ts',
];
const apart = ['test/slow/**', 'test/interop/**'];
const limits = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { ...limits, name: 'plain', include: [plain], exclude: threaded, isolate: false } },
      { test: { ...limits, name: 'threaded', include: threaded } },
      { test: { ...limits, name: 'isolated', include: ['test/**/*.test.ts'], exclude: [...apart, plain] } },
    ],
  },
});
