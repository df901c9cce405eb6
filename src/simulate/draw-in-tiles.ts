import type { Market, PathColumns, SimulationRequest } from './market.ts';

/** Paths of a tile: their columns stay in the nearest caches for any sensible number of steps. */
const tilePaths = 64;

/**
 * For markets that draw path by path: a path's values lie a whole row apart in the columns wanted, so that writing them
 * directly would miss the caches. Draws some paths at a time into small columns and copies those row by row.
 *
 * @param draw must give path p of a request the same values in every batch
 */
export function drawInTiles(draw: Market['draw']): Market['draw'] {
  return (request: SimulationRequest, into: PathColumns) => {
    const { paths, steps, firstPath = 0 } = request;
    const stride = Math.min(tilePaths, paths);
    const values = (steps + 1) * stride;
    const names = Object.keys(into.signals);
    const signals = Object.fromEntries(names.map((name) => [name, new Float64Array(values)]));
    const tile = { stride, offset: 0, spot: new Float64Array(values), impliedVol: new Float64Array(values), signals };
    const columns = [
      [tile.spot, into.spot],
      [tile.impliedVol, into.impliedVol],
      ...names.map((name) => [signals[name], into.signals[name]]),
    ];
    for (let first = 0; first < paths; first += stride) {
      const drawn = Math.min(stride, paths - first);
      draw({ ...request, paths: drawn, firstPath: firstPath + first }, tile);
      for (const [from, to] of columns) {
        for (let step = 0; step <= steps; step++) {
          to.set(from.subarray(step * stride, step * stride + drawn), step * into.stride + into.offset + first);
        }
      }
    }
  };
}
