// An option on the average price, written for a month and hedged at 20 bps a trade: by its delta, by the band around it that
// was best on tuning paths, and by a learned band, which reads the average so far. All meet the same test paths, of a seed
// of their own; standard errors are those of the bootstrap over paths.
import { compareOnPaths, tuneBand } from 'regime-hedge/backtest';
import { plainUnderlying } from 'regime-hedge/contracts';
import { createBlackScholesDeltaHedger, trainDeepHedger } from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { createGbm } from 'regime-hedge/simulate';

const seeds = { training: 7, tuning: 8, test: 9 };
const market = createGbm({ volAnnual: 0.2 });
const underlying = plainUnderlying(0);
const frictions = [{ kind: 'proportional', costBps: 20 }];
const asian = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 };
const criterion = cvar(0.95);
const ground = (seed) => ({
  paths: market.simulate({ paths: 10_000, steps: 21, seed, stream: ['example'] }),
  terms: { contract: asian, position: -1, underlying, frictions: { underlying: frictions } },
  criterion,
});

const delta = createBlackScholesDeltaHedger();
const band = await tuneBand([0, 0.02, 0.04, 0.06, 0.08], ground(seeds.tuning));
const learned = trainDeepHedger({
  market,
  underlying,
  frictions,
  criterion,
  seed: seeds.training,
  contract: { terms: asian, position: -1, steps: 21 },
  hidden: [16, 16],
  steps: 200,
  paths: 512,
  learningRate: 0.02,
  validationPaths: 1024,
});

console.log(`best half-width on tuning paths: ${band.parameters}`);
const hedgers = [delta, band.hedger, learned.hedger];
for (const { name, objective, versusFirst, cost } of await compareOnPaths(hedgers, ground(seeds.test), { seed: 1 })) {
  const tail = `CVaR95 ${objective.value.toFixed(3)} ± ${objective.stderr.toFixed(3)} %`;
  const difference = `less delta's ${versusFirst.value.toFixed(3)} ± ${versusFirst.stderr.toFixed(3)}`;
  console.log(`${name.padEnd(12)} ${tail}   ${difference}   cost ${cost.toFixed(3)} %`);
}
