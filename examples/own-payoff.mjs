// A payoff of one's own: a note that pays back its price, 70 % of a rise up to 6 %, and loses what the price falls below
// 95 %. It is written for a month and hedged by delta, by the band that was best on tuning paths and by a learned band. All
// meet the same test paths, of a seed of their own; standard errors are those of the bootstrap over paths.
//
// The library takes any payoff at expiry of straight pieces (`piecewise-linear`: points, and the slopes beyond them), and books
// of these with its other contracts: digitals for jumps; Asians, lookbacks, barriers and forward starts for the path. A
// curve is drawn through points, as at the end. It does not hedge a payoff given as a function, on several underlyings, with
// early exercise or with coupons before expiry; `monteCarloPrice` prices any function of the prices of a path.
import { compareOnPaths, tuneBand } from 'regime-hedge/backtest';
import { checkContract, createContract, payoffsOf, plainUnderlying, referenceLevel } from 'regime-hedge/contracts';
import { createBlackScholesDeltaHedger, trainDeepHedger } from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { createGbm } from 'regime-hedge/simulate';

// Prices and payoffs are multiples of the price at writing.
const note = {
  type: 'piecewise-linear',
  points: [
    [0.95, 1],
    [1, 1],
    [1.06, 1.042],
  ],
  leftSlope: 1,
  rightSlope: 0,
};
const seeds = { training: 7, tuning: 8, test: 10 };
const market = createGbm({ volAnnual: 0.2 });
const underlying = plainUnderlying(0);
const frictions = [{ kind: 'proportional', costBps: 20 }];
const criterion = cvar(0.95);
checkContract(note, underlying, 1);
const draw = (seed) =>
  // The contract's levels are told from the one in its middle: paths are quoted there.
  market.simulate({ paths: 5000, steps: 21, moneyness: referenceLevel(note), seed, stream: ['example'] });
const ground = (seed) => ({
  paths: draw(seed),
  terms: { contract: note, position: -1, underlying, frictions: { underlying: frictions } },
  criterion,
});

const band = await tuneBand([0, 0.02, 0.04, 0.06, 0.08], ground(seeds.tuning));
const learned = trainDeepHedger({
  market,
  underlying,
  frictions,
  criterion,
  seed: seeds.training,
  contract: { terms: note, position: -1, steps: 21 },
  hidden: [16, 16],
  steps: 200,
  paths: 512,
  learningRate: 0.02,
  validationPaths: 512,
  pooledStates: 300_000,
});
const hedgers = [createBlackScholesDeltaHedger(), band.hedger, learned.hedger];
for (const { name, objective, versusFirst, cost } of await compareOnPaths(hedgers, ground(seeds.test), { seed: 1 })) {
  const tail = `CVaR95 ${objective.value.toFixed(3)} ± ${objective.stderr.toFixed(3)} %`;
  const difference = `less delta's ${versusFirst.value.toFixed(3)} ± ${versusFirst.stderr.toFixed(3)}`;
  console.log(`${name.padEnd(12)} ${tail}   ${difference}   cost ${cost.toFixed(3)} %`);
}

// A squared gain through points a percent apart, level beyond them: straight pieces like any others.
const curve = {
  type: 'piecewise-linear',
  points: Array.from({ length: 21 }, (_, i) => [1 + i / 100, 5 * (i / 100) ** 2]),
  leftSlope: 0,
  rightSlope: 0,
};
const paths = draw(seeds.test);
const pieces = payoffsOf(createContract(curve), paths);
const furthest = pieces.reduce((worst, payoff, path) => {
  const gain = Math.min(Math.max(paths.spot[21 * paths.paths + path] / 100 - 1, 0), 0.2);
  return Math.max(worst, Math.abs(payoff - 100 * 5 * gain ** 2));
}, 0);
console.log(`a squared gain drawn through 21 points is off by ${furthest.toFixed(3)} % of the price at most`);
