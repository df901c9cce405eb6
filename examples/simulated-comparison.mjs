// Three policies on the same simulated paths, with the same costs.
import {
  createBlackScholesDeltaHedger,
  createDeltaBandHedger,
  createGbm,
  createNoHedge,
  cvar,
  pnlPercent,
  runHedger,
} from 'regime-hedge';

const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 20_000, steps: 21, seed: 7, stream: ['example'] });
const terms = { optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 };
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
for (const hedger of [createNoHedge(), createBlackScholesDeltaHedger(), createDeltaBandHedger({ halfWidth: 0.08 })]) {
  const ledger = runHedger(hedger, paths, terms);
  const tail = cvar(0.95).value(pnlPercent(ledger, paths.spot));
  console.log(`${hedger.name.padEnd(10)} CVaR95 ${tail.toFixed(2)} %  cost ${mean(ledger.costs).toFixed(3)} %`);
}
