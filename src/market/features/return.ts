import { logReturns } from '../bars.ts';
import type { Feature } from '../features.ts';

/** Log return from the previous close to this one, a decimal. */
export const returnFeature: Feature = { name: 'return', warmup: 1, compute: logReturns };
