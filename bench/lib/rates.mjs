/** Millions of pieces of work a second, from the quartiles of the milliseconds that `pieces` of them took. */
export function ratesOf({ least, lowerQuartile, median, upperQuartile, measurements }, pieces) {
  const rate = (milliseconds) => pieces / milliseconds / 1e3;
  return {
    median: rate(median),
    spread: {
      lowerQuartile: rate(upperQuartile),
      upperQuartile: rate(lowerQuartile),
      highest: rate(least),
      measurements,
    },
  };
}

/**
 * Rows of a case, one for each peer: ours on all threads and on one, beside the peer. A target is a ratio to the peer
 * (`targetRatio`) or a rate (`targetRate`).
 */
export function rateRows(
  { name, unit, pieces, targetRatio, targetRate, threads, settings },
  { ours, oursOneThread, peers },
) {
  const [all, one] = [ratesOf(ours, pieces), ratesOf(oursOneThread, pieces)];
  const common = {
    case: name,
    unit,
    threads,
    ours: all.median,
    oursSpread: all.spread,
    oursOneThread: one.median,
    oursOneThreadSpread: one.spread,
    ...(settings !== undefined && { settings }),
    ...(targetRate !== undefined && { targetRate, met: all.median >= targetRate }),
  };
  return peers.map(({ name: peer, skipped, times, version, settings: peerSettings, ...rest }) => {
    if (skipped !== undefined) return { ...common, peer, peerValue: null, ratio: null, skipped };
    const theirs = ratesOf(times, pieces);
    const ratio = all.median / theirs.median;
    return {
      ...common,
      peer,
      peerValue: theirs.median,
      ratio,
      ...(targetRatio !== undefined && { target: targetRatio, met: ratio >= targetRatio }),
      peerSpread: theirs.spread,
      peerVersion: version,
      peerSettings,
      ...rest,
    };
  });
}
