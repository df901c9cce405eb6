import { pnlPercent, runHedger } from 'regime-hedge/backtest';
import { plainUnderlying } from 'regime-hedge/contracts';
import { createBlackScholesDeltaHedger, defaultInputs, trainDeepHedger } from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { addInstruments, createHeston } from 'regime-hedge/simulate';

// A written call in a Heston market: hedged by delta, by a learned band that reads the variance too, and by one that
// also trades an option of another strike.
const market = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: 1,
  longRunVariance: 0.04,
  volOfVol: 1,
  correlation: -0.7,
});
const underlying = plainUnderlying(0);
const frictions = [{ kind: 'proportional', costBps: 10 }];
const option = { kind: 'option', option: 'call', moneyness: 1.02 };
const optionFrictions = [{ kind: 'proportional', costBps: 100 }];
const contract = { terms: { type: 'call', strike: 1 }, position: -1, steps: 10 };
const training = {
  market,
  contract,
  underlying,
  frictions,
  seed: 7,
  criterion: cvar(0.95),
  head: 'free-band',
  inputs: [...defaultInputs, 'variance'],
  hidden: [12, 12],
  steps: 120,
  paths: 1024,
  learningRate: 0.02,
  validationPaths: 1024,
};
const instruments = [{ terms: option, frictions: optionFrictions }];

const request = { paths: 4000, steps: 10, seed: 9, stream: ['example'] };
const paths = market.simulate(request);
const both = addInstruments(paths, [option], underlying, { market, request });
const print = (name, hedger, on, further) => {
  const terms = {
    contract: contract.terms,
    position: -1,
    underlying,
    frictions: { underlying: frictions, instruments: further },
  };
  const tail = cvar(0.95).value(pnlPercent(runHedger(hedger, on, terms), on.spot));
  console.log(`${name.padEnd(26)} CVaR95 ${tail.toFixed(2)} %`);
};
print('delta', createBlackScholesDeltaHedger(), paths, []);
print('learned', trainDeepHedger(training).hedger, paths, []);
print('learned, with an option', trainDeepHedger({ ...training, instruments }).hedger, both, [optionFrictions]);
