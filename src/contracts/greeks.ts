import type { Underlying } from './underlying.ts';

/** Price of one contract and its first changes: what hedging by rules needs. */
export interface Sensitivities {
  /** Money. */
  readonly price: number;
  /** Change of the price per unit of money that the underlying moves. */
  readonly delta: number;
  /** Change of delta per unit of money. */
  readonly gamma: number;
  /** Change of the price, in money, per 1.00 of volatility; in the normal model per money per √year. */
  readonly vega: number;
}

/** Price and greeks of one contract, to second order in the price of the underlying and its volatility. */
export interface Greeks extends Sensitivities {
  /** Change of the price, in money, per year that passes, the underlying unmoved: mostly negative for an option owned. */
  readonly theta: number;
  /** Change of the price, in money, per 1.00 of the rate, the yield unmoved. */
  readonly rho: number;
  /** Change of delta per 1.00 of volatility, or of vega per unit of money. */
  readonly vanna: number;
  /** Change of vega per 1.00 of volatility, in money. */
  readonly volga: number;
}

/** Where a price is asked for. */
export interface PricingPoint {
  readonly spot: number;
  /** Decimal a year; in the normal model money per √year. */
  readonly vol: number;
  readonly years: number;
  /** Continuously compounded, a decimal a year. */
  readonly rate: number;
}

/** Sizes of the moves of differences, each one in the unit of what is moved. */
export interface GreekSteps {
  readonly spot: number;
  readonly vol: number;
  readonly years: number;
  readonly rate: number;
}

/**
 * Steps that balance the error of the difference and that of rounding for smooth prices exact to about 1e-15 of spot:
 * a price bends over the distance that the underlying moves until expiry, L = σ √τ S (S itself when that is less, σ √τ
 * alone in the normal model), and second differences are best near (1e-15)^¼ of it. Kinks and jumps want larger steps.
 * A spot of 0 is taken to be of the size of 1 where nothing else tells: no step is 0 but that of no years.
 */
export function defaultGreekSteps(
  { spot, vol, years }: PricingPoint,
  model: Underlying['model'] = 'black-scholes',
): GreekSteps {
  const deviation = vol * Math.sqrt(years);
  const size = Math.abs(spot) || 1;
  const move = model === 'bachelier' ? deviation : Math.min(deviation, 1) * size;
  const leastVol = model === 'bachelier' ? 1e-6 * size : 1e-6;
  return {
    spot: Math.max(1e-3 * move, 1e-6 * size),
    vol: Math.max(1e-3 * vol, leastVol),
    years: 1e-4 * years,
    rate: 1e-5,
  };
}

/**
 * Greeks of any price from central differences: 13 prices, each greek to about six digits where the price is smooth over
 * the steps. Vanna is the difference at the four corners; theta keeps `years` positive; a volatility smaller than its
 * step is moved by half of itself, and one of 0 around the step.
 *
 * @param price price of the contract at a point; its other terms are its own
 * @param steps moves to take instead of `defaultGreekSteps`
 * @param model what `vol` is of: the default steps of 'bachelier' are those of a volatility in money
 * @example
 * differenceGreeks((at) => generalisedBlackScholesPrice('call', at.spot, 100, at.years, at.rate, 0, at.vol), {
 *   spot: 100, vol: 0.2, years: 1, rate: 0.05,
 * }).delta; // 0.6368…
 */
export function differenceGreeks(
  price: (at: PricingPoint) => number,
  at: PricingPoint,
  steps: Partial<GreekSteps> = {},
  model: Underlying['model'] = 'black-scholes',
): Greeks {
  const size = { ...defaultGreekSteps(at, model), ...steps };
  const spotStep = size.spot;
  const volStep = at.vol > 0 ? Math.min(size.vol, at.vol / 2) : size.vol;
  const yearStep = Math.min(size.years, at.years / 2);
  const vol = Math.max(at.vol, volStep);
  const shifted = (spotMoves: number, volMoves: number): number =>
    price({ ...at, spot: at.spot + spotMoves * spotStep, vol: vol + volMoves * volStep });
  const middle = price(at);
  const centre = vol === at.vol ? middle : shifted(0, 0);
  const up = price({ ...at, spot: at.spot + spotStep });
  const down = price({ ...at, spot: at.spot - spotStep });
  const high = shifted(0, 1);
  const low = shifted(0, -1);
  const corners = shifted(1, 1) - shifted(1, -1) - shifted(-1, 1) + shifted(-1, -1);
  const later = price({ ...at, years: at.years - yearStep });
  const earlier = price({ ...at, years: at.years + yearStep });
  const rateUp = price({ ...at, rate: at.rate + size.rate });
  const rateDown = price({ ...at, rate: at.rate - size.rate });
  return {
    price: middle,
    delta: (up - down) / (2 * spotStep),
    gamma: (up - 2 * middle + down) / (spotStep * spotStep),
    vega: (high - low) / (2 * volStep),
    theta: (later - earlier) / (2 * yearStep),
    rho: (rateUp - rateDown) / (2 * size.rate),
    vanna: corners / (4 * spotStep * volStep),
    volga: (high - 2 * centre + low) / (volStep * volStep),
  };
}

/**
 * Change of a price per 1.00 of volatility, by a central difference (from one side where there is no volatility): what
 * closed forms use whose own derivative would be a page long. Good to about 1e-8 of spot.
 */
export function differenceVega(price: (vol: number) => number, vol: number): number {
  const step = Math.max(1e-4 * vol, 1e-8);
  const low = Math.max(vol - step, 0);
  return (price(vol + step) - price(low)) / (vol + step - low);
}
