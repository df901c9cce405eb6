import type { Moment, PathFunction } from './moment.ts';

/*
 * Greeks from central differences of the value, where no closed form is at hand. A value of the size of spot is exact to
 * about 1e-15 of it, and bends over the distance that the price moves within one fixing interval, L = σ √(τ / fixings) × S
 * (without S under Bachelier). With a step of 1e-3 L (delta) and 4e-3 L (gamma) both the error of the difference, of the
 * order of the step over L squared, and that of rounding stay below about 1e-6. Contracts whose value jumps or bends
 * sharply by the price that it is asked at (barriers, lookbacks) bring closed forms instead.
 */
const deltaStep = 1e-3;
const gammaStep = 4e-3;
const vegaStep = 1e-3;
/** Least step, relative to the size of the price or to 100 % of volatility: where nothing moves, L is 0. */
const leastStep = 1e-7;

/** (V(S + h) − V(S − h)) / 2h. */
export function differenceDelta(value: PathFunction): PathFunction {
  return (path, spot, vol, moment) => {
    const h = spotStep(deltaStep, spot, vol, moment);
    return (value(path, spot + h, vol, moment) - value(path, spot - h, vol, moment)) / (2 * h);
  };
}

/** (V(S + h) − 2 V(S) + V(S − h)) / h². */
export function differenceGamma(value: PathFunction): PathFunction {
  return (path, spot, vol, moment) => {
    const h = spotStep(gammaStep, spot, vol, moment);
    const middle = 2 * value(path, spot, vol, moment);
    return (value(path, spot + h, vol, moment) - middle + value(path, spot - h, vol, moment)) / (h * h);
  };
}

/** (V(σ + h) − V(σ − h)) / 2h, from one side alone where σ < h. */
export function differenceVega(value: PathFunction): PathFunction {
  return (path, spot, vol, moment) => {
    const unit = moment.underlying.model === 'bachelier' ? Math.abs(spot) : 1;
    const h = Math.max(vegaStep * vol, leastStep * unit);
    const low = Math.max(vol - h, 0);
    return (value(path, spot, vol + h, moment) - value(path, spot, low, moment)) / (vol + h - low);
  };
}

function spotStep(size: number, spot: number, vol: number, { underlying, years, fixingsLeft }: Moment): number {
  const deviation = vol * Math.sqrt(years / Math.max(fixingsLeft, 1));
  const move = underlying.model === 'bachelier' ? deviation : deviation * spot;
  return Math.max(size * move, leastStep * Math.max(Math.abs(spot), Number.MIN_VALUE));
}
