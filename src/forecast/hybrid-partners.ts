import type { VarianceMeasure } from '../market/daily-variance.ts';
import type { VolatilityForecaster } from './forecaster.ts';
import { createGjrForecaster } from './gjr.ts';
import { createHarForecaster } from './har.ts';
import { createHarLeverageForecaster } from './har-leverage.ts';
import { createLogHarForecaster } from './log-har.ts';

/** What the forecaster beside a network is told of it. */
interface PartnerOptions {
  readonly gridDays?: readonly number[] | undefined;
  readonly measure?: VarianceMeasure | undefined;
}

/** Forecasters that a network's linear part can read by name, with their usual settings otherwise. */
const partners = {
  har: ({ gridDays, measure }: PartnerOptions) => createHarForecaster({ gridDays, measure, target: measure }),
  'log-har': ({ gridDays, measure }: PartnerOptions) => createLogHarForecaster({ gridDays, measure, target: measure }),
  'har-leverage': ({ gridDays, measure }: PartnerOptions) =>
    createHarLeverageForecaster({ gridDays, measure, target: measure }),
  // It reads returns alone, at any horizon.
  gjr: ({ measure }: PartnerOptions) => createGjrForecaster({ target: measure }),
} as const satisfies Readonly<Record<string, (options: PartnerOptions) => VolatilityForecaster>>;

export type PartnerName = keyof typeof partners;

export const partnerNames = Object.keys(partners) as readonly PartnerName[];

/** The forecaster of a hybrid by its name, at the network's horizons and measure. */
export function createPartner(name: PartnerName, options: PartnerOptions): VolatilityForecaster {
  return partners[name](options);
}
