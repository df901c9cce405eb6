// From a model to history: a policy is trained on a GJR-GARCH market fitted to ten years of bars, then on those years
// resampled; beside it stand policies of the same number of steps on the model alone and on history alone. They are tested on
// paths of the years after, resampled, which no training has seen. Standard errors are those of these paths: that there is
// one such history only, they do not know.
import { backtestConfigSchema, compareOnPaths, loadMarketData } from 'regime-hedge/backtest';
import { plainUnderlying } from 'regime-hedge/contracts';
import { createBlackScholesDeltaHedger, trainDeepHedger } from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { calibrateGjrGarch, fitFilteredHistory } from 'regime-hedge/simulate';

const seeds = { training: 7, test: 9 };
// The bundled bars; bars of one's own by `data: { file: 'bars.csv' }`.
const { bars, impliedVol } = await loadMarketData(backtestConfigSchema.parse({}));
const rows = (from, to) => ({ close: bars.close.slice(from, to), impliedVol: impliedVol.slice(from, to) });
const pastRows = 2520;
const past = rows(0, pastRows);
const later = rows(pastRows);
const model = calibrateGjrGarch({ close: past.close }, { start: 'long-run' }).market;
const history = fitFilteredHistory(past);

const underlying = plainUnderlying(0);
const frictions = [{ kind: 'proportional', costBps: 10 }];
const call = { type: 'call', strike: 1 };
const criterion = cvar(0.95);
const options = {
  underlying,
  frictions,
  criterion,
  seed: seeds.training,
  contract: { terms: call, position: -1, steps: 21 },
  head: 'free-band',
  hidden: [16, 16],
  paths: 512,
  learningRate: 0.02,
  validationPaths: 512,
};
const onModel = trainDeepHedger({ ...options, market: model, steps: 150 });
const policies = {
  'model alone': trainDeepHedger({ ...options, market: model, steps: 200 }),
  'history alone': trainDeepHedger({ ...options, market: history, steps: 200 }),
  'model, then history': trainDeepHedger({
    ...options,
    market: history,
    initial: onModel.hedger,
    steps: 50,
    learningRate: 0.005,
  }),
};

const paths = fitFilteredHistory(later).simulate({ paths: 10_000, steps: 21, seed: seeds.test, stream: ['example'] });
const terms = { contract: call, position: -1, underlying, frictions: { underlying: frictions } };
const hedgers = [createBlackScholesDeltaHedger(), ...Object.values(policies).map(({ hedger }) => hedger)];
const outcomes = await compareOnPaths(hedgers, { paths, terms, criterion }, { seed: 1 });
console.log(`trained on ${bars.dates[0]} to ${bars.dates[pastRows - 1]}, tested on the years to ${bars.dates.at(-1)}`);
for (const [place, name] of ['delta', ...Object.keys(policies)].entries()) {
  const { objective, versusFirst, cost } = outcomes[place];
  const tail = `CVaR95 ${objective.value.toFixed(3)} ± ${objective.stderr.toFixed(3)} %`;
  const difference = `less delta's ${versusFirst.value.toFixed(3)} ± ${versusFirst.stderr.toFixed(3)}`;
  console.log(`${name.padEnd(19)} ${tail}   ${difference}   cost ${cost.toFixed(3)} %`);
}
