import { europeanTerms, pnlPercent, runHedger } from 'regime-hedge/backtest';
import { createBlackScholesDeltaHedger, createDeltaBandHedger, createNoHedge } from 'regime-hedge/hedgers';
import { cvar } from 'regime-hedge/risk';
import { createGbm } from 'regime-hedge/simulate';

// Three policies on the same 20 000 simulated paths, with the same costs: 10 bps of every trade, unwinding included.
const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 20_000, steps: 21, seed: 7, stream: ['example'] });
const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });

for (const hedger of [createNoHedge(), createBlackScholesDeltaHedger(), createDeltaBandHedger({ halfWidth: 0.08 })]) {
  const ledger = runHedger(hedger, paths, terms);
  const tail = cvar(0.95).value(pnlPercent(ledger, paths.spot));
  const cost = ledger.costs.reduce((sum, paid) => sum + paid, 0) / ledger.paths;
  console.log(`${hedger.name.padEnd(10)} CVaR95 ${tail.toFixed(2).padStart(5)} %   cost ${cost.toFixed(3)} %`);
}
