import { describe, expect, it } from 'vitest';
import { digitalPrice } from '../../src/contracts/digital.ts';
import { differenceGreeks } from '../../src/contracts/greeks.ts';
import { hestonDigitalGreeks } from '../../src/contracts/heston-digital.ts';
import { hestonPrice } from '../../src/contracts/heston-price.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';

const heston = {
  ...{ initialVariance: 0.04, meanReversionAnnual: 1.5, longRunVariance: 0.06, volOfVol: 0.5, correlation: -0.7 },
};
const bates = { ...heston, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.1 };
const underlying: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.01 };
const greekNames = ['delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const;

describe('hestonDigitalGreeks', () => {
  it.each([heston, bates])('is the slope of the put by its strike', (parameters) => {
    const put = (strike: number) => hestonPrice('put', 100, strike, 0.5, parameters, underlying);
    const cash = hestonDigitalGreeks('put', 'cash', 100, 95, 0.5, parameters, underlying);
    const asset = hestonDigitalGreeks('put', 'asset', 100, 95, 0.5, parameters, underlying);
    expect(cash.price).toBeCloseTo((put(95.001) - put(94.999)) / 0.002, 7);
    expect(95 * cash.price - asset.price).toBeCloseTo(put(95), 9);
  });

  it.each([
    ['call', 'cash'],
    ['put', 'cash'],
    ['call', 'asset'],
    ['put', 'asset'],
  ] as const)('has greeks that are slopes of its price (%s on %s)', (type, pays) => {
    const exact = hestonDigitalGreeks(type, pays, 100, 95, 0.5, bates, underlying);
    const near = differenceGreeks(
      ({ spot, vol, years, rate }) =>
        hestonDigitalGreeks(
          type,
          pays,
          spot,
          95,
          years,
          { ...bates, initialVariance: vol * vol },
          {
            ...underlying,
            rateAnnual: rate,
          },
        ).price,
      { spot: 100, vol: 0.2, years: 0.5, rate: 0.04 },
      { spot: 0.2, vol: 0.002 },
    );
    for (const greek of greekNames) expect(Math.abs(near[greek] / exact[greek] - 1), greek).toBeLessThan(1e-3);
  });

  it('tends to Black and Scholes, and is certain beyond the reach of prices', () => {
    const still = { ...heston, longRunVariance: 0.04, volOfVol: 1e-6 };
    const price = hestonDigitalGreeks('call', 'cash', 100, 95, 0.5, still, underlying).price;
    expect(price).toBeCloseTo(digitalPrice('call', 'cash', 100, 95, 0.5, 0.04, 0.01, 0.2), 6);
    const sure = hestonDigitalGreeks('put', 'cash', 100, 1e6, 0.1, heston, underlying);
    expect(sure.price).toBeCloseTo(Math.exp(-0.004), 11);
    expect([sure.delta, sure.gamma, sure.vega].map(Math.abs)).toEqual([0, 0, 0]);
  });

  it('refuses figures out of range', () => {
    expect(() => hestonDigitalGreeks('call', 'cash', 100, -5, 1, heston)).toThrow('strike -5');
    expect(() => hestonDigitalGreeks('call', 'cash', 100, 95, 0, heston)).toThrow('years is 0');
  });
});
