import type { LayerLayout } from './network-layout.ts';
import type { Port, TileLayer } from './tile-layer.ts';
import type { TileSpace } from './tile-space.ts';
export function createGruLayer(_s: TileSpace, _l: LayerLayout, _b: Port): TileLayer {
  throw new Error('to be written');
}
