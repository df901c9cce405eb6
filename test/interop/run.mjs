/*
 * Round-trips bars, features, signals and results through the real danfojs. It cannot be a dependency (its own dependency `xlsx` is not in
 * the package registry), so it is installed into a temporary folder, with that dependency overridden.
 * Needs the built package: npm run build.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBacktest } from '../../dist/backtest/run-backtest.js';
import * as adapter from '../../dist/market/danfo.js';
import { computeFeatures } from '../../dist/market/features/registry.js';
import { bundledBarsPath, readBars } from '../../dist/market/read-bars.js';

import { episodesToDataFrame, policiesFromDataFrame, policiesToDataFrame } from '../../dist/report/results-frame.js';

const VERSION = '1.2.0';

/** Every part at work on a short span. */
const shortRun = {
  data: { from: '2018-06-01', to: '2018-12-31' },
  walkForward: { window: 'rolling', rollingYears: 3, signalYears: 2, firstFitYears: 3 },
  regimes: { states: 2, restarts: 2 },
  forecast: { lstm: { epochs: 2, ensemble: 1 } },
  policies: { deep: { hidden: [8], steps: 20, paths: 128 } },
  bootstrap: { draws: 100 },
};

const folder = mkdtempSync(join(tmpdir(), 'regime-hedge-danfojs-'));
try {
  const danfo = installDanfo(folder);
  const { bars } = await readBars(bundledBarsPath());

  const frame = adapter.barsToDataFrame(danfo, bars);
  assert.deepEqual(frame.columns, ['date', 'open', 'high', 'low', 'close', 'volume']);
  assert.deepEqual(frame.shape, [bars.dates.length, 6]);
  assertSameBars(adapter.barsFromDataFrame(frame), bars);

  const noVolume = { ...bars, volume: bars.volume.map(() => Number.NaN) };
  assert.deepEqual(adapter.barsFromDataFrame(adapter.barsToDataFrame(danfo, noVolume)), {
    bars: noVolume,
    notices: [],
  });

  const features = computeFeatures(bars, ['return', 'logVol63', 'drawdown']);
  const columns = { date: [...bars.dates] };
  features.names.forEach((name, index) => {
    columns[name] = features.columns[index];
  });
  assertSameColumns(adapter.columnsFromDataFrame(adapter.columnsToDataFrame(danfo, columns)), columns);
  const single = { missing: new Float64Array(3).fill(Number.NaN) };
  assertSameColumns(adapter.columnsFromDataFrame(adapter.columnsToDataFrame(danfo, single)), single);

  const run = await runBacktest(shortRun, { threads: 2 });
  const policies = policiesFromDataFrame(policiesToDataFrame(danfo, run.results));
  assert.deepEqual(
    policies,
    run.results.policies.map(({ byRegime, ...policy }) => policy),
  );
  assert.equal(episodesToDataFrame(danfo, run).shape[0], run.episodes.rows);
  const signals = {
    date: [...bars.dates],
    impliedVol: run.daily.impliedVol,
    forecastVol: run.daily.forecasts.lstm,
    regime: Float64Array.from(run.daily.regimes.hmm),
  };
  assertSameColumns(adapter.columnsFromDataFrame(adapter.columnsToDataFrame(danfo, signals)), signals);

  process.stdout.write(
    `interop: ${bars.dates.length} bars, ${features.names.length} features, 3 signals and ${policies.length} policies' results came back from danfojs ${VERSION} to the bit\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function assertSameBars(read, bars) {
  assert.deepEqual(read.notices, []);
  assertSameColumns(read.bars, bars);
}

/** Value by value: as bytes, one NaN can differ from another. */
function assertSameColumns(read, expected) {
  assert.deepEqual(Object.keys(read), Object.keys(expected));
  for (const [name, column] of Object.entries(expected)) {
    assert.equal(read[name].constructor, column.constructor, name);
    assert.deepEqual(Array.from(read[name]), Array.from(column), name);
  }
}

function installDanfo(cwd) {
  const manifest = {
    private: true,
    dependencies: { danfojs: VERSION },
    overrides: { xlsx: '0.18.5' },
  };
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest));
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install of danfojs ${VERSION} failed: ${stderr}`);
  // It brings a TensorFlow.js of its own, which warns of every kernel that is registered already.
  console.warn = () => {};
  return createRequire(join(cwd, 'package.json'))('danfojs');
}
