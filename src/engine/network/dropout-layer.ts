import type { Port, TileLayer } from './tile-layer.ts';
import type { TileSpace } from './tile-space.ts';
export interface DropoutLayer extends TileLayer {
  setMask(key: number | undefined, firstRow: number): void;
}
export function createDropoutLayer(_s: TileSpace, _i: number, _r: number, _b: Port): DropoutLayer {
  throw new Error('to be written');
}
