// A process of its own for each turn: the milliseconds of the first fit in it, without node's start and the reading of data.
// node bench/lib/garch/first-fit.mjs OPTIONS-AS-JSON
import { fitGarch } from '../../../dist/forecast/index.js';
import { percentReturns } from './percent-returns.mjs';

const options = JSON.parse(process.argv[2]);
const returns = await percentReturns();
const start = performance.now();
const { logLikelihood, iterations } = fitGarch(returns, options);
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, logLikelihood, iterations }));
