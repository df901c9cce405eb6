// The kernels that draw price paths, as src/engine/drawing/load-path-kernels.ts sees them. Rows of float64 or float32, one
// value per path of a block; the caller lays out the memory.

/** First byte that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}

export { ewmaByDayRow, rideByDayRow, scaleByDayRow } from './block-bootstrap';
export { fillBoth, fillNormals, fillUniforms, normalsFromBits } from './draws';
export { filteredRow } from './filtered-history';
export { blendVolRow, gjrRow } from './gjr-garch';
export { hestonRow, spotVolRow } from './heston';
export { hestonVolRow } from './heston-vol';
export { jumpRow } from './jumps';
export { lookUpRow } from './look-up';
export { mixRow, regimeReturnRow, switchRow } from './regimes';
export { gatherRow, nextDayRow, pickRow } from './resample';
export { diffuseRow, expRow, fillFloats, fillRow, growByRow, growRow, logRow, sqrtRow } from './rows';
export { haganRow, sabrLogVolRow, sabrPowerRow, sabrRow } from './sabr';
export { promoteRow, roughPriceRow, roughVarianceRows, rootRow, smileRow } from './rough-bergomi';
export { sobolBits, turnRows } from './sobol';
