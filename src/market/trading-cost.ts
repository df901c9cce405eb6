/** What trading costs: a friction of the market, in units of money. */
export interface TradingCost {
  /** For people and for the manifest: '10 bps of the value traded'. */
  readonly description: string;
  /** Money charged for a trade of `quantity` units (its sign is the side) at `price`. Never negative. */
  charge(quantity: number, price: number): number;
}

/** A share of the value traded: `costBps` / 10 000 × |quantity| × price. */
export function proportionalCost(costBps: number): TradingCost {
  if (!(costBps >= 0)) throw new RangeError(`costBps is ${costBps}: expected a number of basis points >= 0`);
  const share = costBps / 10_000;
  return {
    description: `${costBps} bps of the value traded`,
    charge: (quantity, price) => share * Math.abs(quantity * price),
  };
}
