/** European options: payoffs, Black–Scholes prices and greeks, implied volatility. @module */
export * from './black-scholes.ts';
export * from './european.ts';
export { impliedVol } from './implied-vol.ts';
