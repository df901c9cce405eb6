import { it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { policy } from '../backtest/backtester-cases.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
it('h', () => {
  const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 100000, steps: 21, seed: 1, stream: ['x'] });
  let most = 0;
  const h = policy((v, [t]) => { v.contract.delta(t, v.impliedVol); for (let i=0;i<t.length;i++) { most=Math.max(most,Math.abs(t[i])); } });
  const t0=performance.now();
  const { pnl } = runHedger(h, paths, { contract: { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 1, barrier: 1.06 }, position: -1, underlying: plainUnderlying(0), frictions: { underlying: [] } });
  let m=0,s=0,lo=Infinity,hi=-Infinity; for (const x of pnl){m+=x;s+=x*x;lo=Math.min(lo,x);hi=Math.max(hi,x);} 
  console.log('most', most, 'mean', m/1e5, 'sd', Math.sqrt(s/1e5-(m/1e5)**2), lo, hi, performance.now()-t0);
});
