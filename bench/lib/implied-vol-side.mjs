import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Implied volatilities of a case on worker threads, each with a stretch of the shared columns. */
export function createImpliedVolSide({ model, years, quotesCount }, quotes, { threads }) {
  const out = new Float64Array(new SharedArrayBuffer(quotesCount * Float64Array.BYTES_PER_ELEMENT));
  const columns = { price: quotes.price, forward: quotes.forward, strike: quotes.strike, out };
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./implied-vol-worker.mjs', import.meta.url)),
  );
  const share = Math.ceil(quotesCount / threads);
  const ask = async (worker, w) => {
    const done = once(worker, 'message');
    const [from, to] = [w * share, Math.min((w + 1) * share, quotesCount)];
    worker.postMessage({ model, columns, calls: quotes.calls, from, to, years });
    await done;
  };
  return {
    async run(count) {
      const milliseconds = [];
      for (let k = 0; k < count; ++k) {
        const start = performance.now();
        await Promise.all(workers.map(ask));
        milliseconds.push(performance.now() - start);
      }
      return milliseconds;
    },
    /** Largest relative error of the volatilities that the prices were made from. */
    largestError: () => out.reduce((most, value, i) => Math.max(most, Math.abs(value / quotes.vol[i] - 1)), 0),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
