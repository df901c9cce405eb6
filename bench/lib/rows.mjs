/** Rows of a measured case, one for each peer, in the case's unit. */
export function rowsOf(benchCase, { ours, oursOneThread, peers }, { threads, limitGigaflops }) {
  const { name, unit, operations, millisecondsPerUnit, targets } = benchCase;
  const scale = (times) => ({
    least: times.least / millisecondsPerUnit,
    lowerQuartile: times.lowerQuartile / millisecondsPerUnit,
    upperQuartile: times.upperQuartile / millisecondsPerUnit,
    measurements: times.measurements,
  });
  const gigaflopsPerThread = operations / ours.median / 1e6 / threads;
  const gigaflopsOneThread = operations / oursOneThread.median / 1e6;
  const common = {
    case: name,
    unit,
    threads,
    ours: ours.median / millisecondsPerUnit,
    oursSpread: scale(ours),
    oursOneThread: oursOneThread.median / millisecondsPerUnit,
    oursOneThreadSpread: scale(oursOneThread),
    operations,
    gigaflopsPerThread,
    gigaflopsOneThread,
    limitGigaflops,
    shareOfLimit: gigaflopsPerThread / limitGigaflops,
    shareOfLimitOneThread: gigaflopsOneThread / limitGigaflops,
    ...(targets.shareOfLimit !== undefined && { targetShareOfLimit: targets.shareOfLimit }),
  };
  return peers.map(({ name: peerName, peer, settings, contest, others, times, skipped }) => {
    const row = { ...common, peer: peerName };
    if (skipped !== undefined) return { ...row, peerValue: null, ratio: null, skipped };
    return {
      ...row,
      peerValue: times.median / millisecondsPerUnit,
      ratio: times.median / ours.median,
      target: targets[peerName],
      peerSpread: scale(times),
      peerVersion: peer.version,
      peerSettings: settings,
      ...(others?.length > 0 && {
        peerOthers: others.map((other) => ({ ...other.settings, peerValue: other.times.median / millisecondsPerUnit })),
      }),
      ...(contest !== undefined && { peerContest: contest }),
      ...(peer.blas !== undefined && { blas: peer.blas, blasPaths: peer.blasPaths }),
      ...(peer.note !== undefined && { note: peer.note }),
    };
  });
}
