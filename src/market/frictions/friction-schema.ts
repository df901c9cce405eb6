import { z } from 'zod';
import { frictionKinds, unknownFrictionMessage } from './create-frictions.ts';
import type { FrictionTerms } from './friction-terms.ts';

const bps = z.number().min(0);
const percent = z.number().min(0);

const proportional = z
  .strictObject({
    kind: z.literal('proportional'),
    costBps: bps.describe('Cost of a trade, in basis points of its value.'),
  })
  .describe('A share of the value traded; several of them add up.');

const halfSpread = z
  .strictObject({
    kind: z.literal('half-spread'),
    halfSpreadBps: bps.optional().describe('Constant half-spread, in basis points of the price.'),
    signal: z.string().min(1).optional().describe('Signal that holds the half-spread, in basis points of the price.'),
  })
  .refine((terms) => (terms.halfSpreadBps === undefined) !== (terms.signal === undefined), {
    error: 'expected one of halfSpreadBps and signal',
  })
  .describe('Half of the bid–ask spread, a constant or a signal.');

const fixedFee = z
  .strictObject({
    kind: z.literal('fixed-fee'),
    feePercent: percent.describe('Fee of every trade, in percent of spot at writing.'),
  })
  .describe('A fee for every trade, whatever its size.');

const minimumFee = z
  .strictObject({
    kind: z.literal('minimum-fee'),
    costBps: bps.describe('Commission, in basis points of the value traded.'),
    minimumFeePercent: percent.describe('Least commission of a trade, in percent of spot at writing.'),
  })
  .describe('A commission of a share of the value traded, at least so much.');

const lots = z
  .strictObject({
    kind: z.literal('lots'),
    lotUnits: z.number().positive().describe('Size of a lot, in units of the instrument per contract.'),
  })
  .describe('Holdings are whole multiples of a lot.');

const quadraticImpact = z
  .strictObject({
    kind: z.literal('quadratic-impact'),
    temporaryBpsPerUnit: bps.describe('Cost of a trade in basis points of its value, per unit traded.'),
    permanentBpsPerUnit: bps
      .optional()
      .describe('Move of later prices, in basis points of the price, per unit traded.'),
  })
  .describe('Price impact in proportion to the size of the trade.');

const squareRootImpact = z
  .strictObject({
    kind: z.literal('square-root-impact'),
    temporaryBpsPerRootUnit: bps.describe('Cost of a trade in basis points of its value, per root of units traded.'),
    permanentBpsPerRootUnit: bps
      .optional()
      .describe('Move of later prices, in basis points of the price, per root of units traded.'),
  })
  .describe('Price impact in proportion to the square root of the size of the trade.');

const delay = z
  .strictObject({
    kind: z.literal('delay'),
    delaySteps: z.int().min(0).describe('Hedging steps from decision to trade.'),
  })
  .describe('Orders are carried out later, at the prices of then.');

const borrow = z
  .strictObject({
    kind: z.literal('borrow'),
    borrowBpsAnnual: bps.describe('Fee on the value of short holdings, in basis points a year.'),
  })
  .describe('Fee of borrowing what is sold short.');

const funding = z
  .strictObject({
    kind: z.literal('funding'),
    spreadBpsAnnual: bps.describe('Spread over the interest rate, in basis points a year.'),
  })
  .describe('Spread paid on a negative cash account; among the frictions of the underlying only.');

/** Schema of one friction, for configurations and saved data. An unknown kind is answered with the nearest known one. */
export const frictionSchema: z.ZodType<FrictionTerms> = z.discriminatedUnion(
  'kind',
  [proportional, halfSpread, fixedFee, minimumFee, lots, quadraticImpact, squareRootImpact, delay, borrow, funding],
  {
    error: ({ code, input }) =>
      code === 'invalid_union' ? unknownFrictionMessage((input as { kind?: unknown }).kind) : undefined,
  },
);

/** Schema of the frictions of one instrument: at most one of a kind, but for proportional costs. */
export const frictionsSchema = z
  .array(frictionSchema)
  .superRefine((all, context) => {
    for (const kind of frictionKinds) {
      if (kind === 'proportional') continue;
      const second = all.findIndex(
        (friction, at) => friction.kind === kind && all.findIndex((f) => f.kind === kind) < at,
      );
      if (second < 0) continue;
      context.addIssue({
        code: 'custom',
        path: [second, 'kind'],
        message: `'${kind}' stands here twice: expected at most one of a kind`,
      });
    }
  })
  .describe('What trading costs and how orders are carried out. Frictions add up.');
