// A written book, a straddle and two puts further down, in a Heston market: hedged by delta with the underlying alone, by delta
// and gamma with an option of a later expiry, and by a learned policy that trades both and reads the variance. All meet the
// same test paths, of a seed of their own; standard errors are those of the bootstrap over paths.
import { compareOnPaths } from 'regime-hedge/backtest';
import { plainUnderlying, referenceLevel } from 'regime-hedge/contracts';
import {
  createBlackScholesDeltaHedger,
  createDeltaGammaHedger,
  defaultInputs,
  trainDeepHedger,
} from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { addInstruments, createHeston } from 'regime-hedge/simulate';

const seeds = { training: 7, test: 11 };
const market = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: 2,
  longRunVariance: 0.04,
  volOfVol: 0.6,
  correlation: -0.7,
});
const underlying = plainUnderlying(0);
const frictions = [{ kind: 'proportional', costBps: 5 }];
const option = { kind: 'option', option: 'call', moneyness: 1, extraDays: 10 };
const optionFrictions = [{ kind: 'proportional', costBps: 100 }];
const book = {
  type: 'book',
  legs: [
    { quantity: 1, contract: { type: 'straddle', strike: 1 } },
    { quantity: 2, contract: { type: 'put', strike: 0.97 } },
  ],
};
const steps = 10;
const criterion = cvar(0.95);

const learned = trainDeepHedger({
  market,
  underlying,
  frictions,
  criterion,
  seed: seeds.training,
  contract: { terms: book, position: -1, steps },
  instruments: [{ terms: option, frictions: optionFrictions }],
  head: 'free-band',
  inputs: [...defaultInputs, 'variance', 'price 1', 'holding'],
  hidden: [16, 16],
  steps: 500,
  paths: 512,
  learningRate: 0.02,
  validationPaths: 512,
  pooledStates: 200_000,
});

// Strikes of a book are told from the level in its middle: paths are quoted there.
const moneyness = referenceLevel(book);
const request = { paths: 4000, steps, moneyness, seed: seeds.test, stream: ['example'] };
const paths = addInstruments(market.simulate(request), [option], underlying, { market, request });
const terms = {
  contract: book,
  position: -1,
  underlying,
  frictions: { underlying: frictions, instruments: [optionFrictions] },
};
const hedgers = [createBlackScholesDeltaHedger(), createDeltaGammaHedger(), learned.hedger];
for (const { name, objective, versusFirst, cost } of await compareOnPaths(
  hedgers,
  { paths, terms, criterion },
  { seed: 1 },
)) {
  const tail = `CVaR95 ${objective.value.toFixed(3)} ± ${objective.stderr.toFixed(3)} %`;
  const difference = `less delta's ${versusFirst.value.toFixed(3)} ± ${versusFirst.stderr.toFixed(3)}`;
  console.log(`${name.padEnd(12)} ${tail}   ${difference}   cost ${cost.toFixed(3)} %`);
}
