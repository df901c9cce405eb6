// A policy of one's own: the band is wider when implied volatility is high. It meets the same paths as the others.
import {
  backtestConfigSchema,
  createDeltaBandHedger,
  europeanTerms,
  fitFilteredHistory,
  loadMarketData,
  meanSd,
  pnlPercent,
  runHedger,
} from 'regime-hedge';

const volatilityScaledBand = {
  name: 'volatility-scaled band',
  kind: 'band',
  signals: [],
  hedge(view, [target]) {
    view.contract.delta(target, view.impliedVol);
    for (let path = 0; path < view.paths; path++) {
      const wanted = -view.position * target[path];
      const halfWidth = 0.08 * Math.min(2, view.impliedVol[path] / 0.2);
      target[path] = Math.min(Math.max(view.holdings[0][path], wanted - halfWidth), wanted + halfWidth);
    }
  },
  toJSON: () => ({ kind: 'band', name: 'volatility-scaled band' }),
};

const { bars, impliedVol } = await loadMarketData(backtestConfigSchema.parse({}));
const market = fitFilteredHistory({ close: bars.close.slice(0, 1260), impliedVol: impliedVol.slice(0, 1260) });
const paths = market.simulate({ paths: 20_000, steps: 21, seed: 7, stream: ['own policy'] });
const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 });
for (const hedger of [createDeltaBandHedger({ halfWidth: 0.08 }), volatilityScaledBand]) {
  const objective = meanSd(1.5).value(pnlPercent(runHedger(hedger, paths, terms), paths.spot));
  console.log(`${hedger.name.padEnd(24)} mean loss + 1.5 sd: ${objective.toFixed(3)} % of spot`);
}
