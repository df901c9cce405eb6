import { createImpliedVolSide } from './implied-vol-side.mjs';
import { rateRows } from './rates.mjs';
import { measureInTurns } from './turns.mjs';

/** Rows of a case of implied volatilities: ours on `threads` and on one, and QuantLib. */
export async function measureImpliedVols(volCase, { threads, quantlib, pace }) {
  const quotes = volCase.createQuotes();
  const sides = [threads, 1].map((count) => createImpliedVolSide(volCase, quotes, { threads: count }));
  try {
    const peer =
      quantlib.skipped === undefined
        ? { ...(await quantlib.prepare(volCase, quotes)), version: quantlib.version }
        : { skipped: quantlib.skipped };
    const times = await measureInTurns([...sides, ...(peer.run === undefined ? [] : [peer])], pace);
    const { run: _, contest, ...named } = peer;
    return rateRows(
      {
        name: volCase.name,
        unit: 'million inversions a second',
        pieces: volCase.quotesCount,
        targetRate: volCase.targetRate,
        threads,
        settings: { quotes: volCase.quotesCount, largestError: sides[0].largestError() },
      },
      {
        ours: times[0],
        oursOneThread: times[1],
        peers: [
          { name: 'QuantLib', ...named, times: times[2], ...(contest !== undefined && { peerContest: contest }) },
        ],
      },
    );
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}
