import type { Greeks } from './greeks.ts';

/** Greeks of several positions held at once. */
export function sumGreeks(positions: readonly { readonly quantity: number; readonly greeks: Greeks }[]): Greeks {
  const sum = (name: keyof Greeks) =>
    positions.reduce((total, { quantity, greeks }) => total + quantity * greeks[name], 0);
  return {
    price: sum('price'),
    delta: sum('delta'),
    gamma: sum('gamma'),
    vega: sum('vega'),
    theta: sum('theta'),
    rho: sum('rho'),
    vanna: sum('vanna'),
    volga: sum('volga'),
  };
}
