import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFrictions, frictionKinds } from '../../../src/market/frictions/create-frictions.ts';
import { frictionSchema, frictionsSchema } from '../../../src/market/frictions/friction-schema.ts';
import type { FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';

const examples: Record<FrictionTerms['kind'], FrictionTerms> = {
  proportional: { kind: 'proportional', costBps: 10 },
  'half-spread': { kind: 'half-spread', signal: 'halfSpreadBps' },
  'fixed-fee': { kind: 'fixed-fee', feePercent: 0.01 },
  'minimum-fee': { kind: 'minimum-fee', costBps: 2, minimumFeePercent: 0.02 },
  lots: { kind: 'lots', lotUnits: 0.01 },
  'quadratic-impact': { kind: 'quadratic-impact', temporaryBpsPerUnit: 3, permanentBpsPerUnit: 1 },
  'square-root-impact': { kind: 'square-root-impact', temporaryBpsPerRootUnit: 4 },
  delay: { kind: 'delay', delaySteps: 1 },
  borrow: { kind: 'borrow', borrowBpsAnnual: 30 },
  funding: { kind: 'funding', spreadBpsAnnual: 80 },
};

function messagesOf(schema: z.ZodType, value: unknown): string[] {
  return (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => [...path, message].join(': '));
}

describe('the schema of frictions', () => {
  it('reads every kind as it is written', () => {
    const all = frictionKinds.map((kind) => examples[kind]);
    expect(frictionsSchema.parse(all)).toEqual(all);
    expect(frictionsSchema.parse(JSON.parse(JSON.stringify(all)))).toEqual(all);
    expect(frictionsSchema.parse([])).toEqual([]);
  });

  it('refuses what createFrictions refuses', () => {
    for (const kind of frictionKinds) {
      for (const field of Object.keys(examples[kind]).filter((key) => key !== 'kind')) {
        const broken = { ...examples[kind], [field]: -1 } as unknown as FrictionTerms;
        expect(frictionSchema.safeParse(broken).success, `${kind} ${field}`).toBe(false);
        expect(() => createFrictions([broken]), `${kind} ${field}`).toThrow(RangeError);
      }
    }
  });

  it('answers an unknown kind with the nearest known one, at its place', () => {
    expect(messagesOf(frictionsSchema, [examples.lots, { kind: 'fixed_fee', feePercent: 1 }])).toEqual([
      `1: kind: kind of friction is "fixed_fee": did you mean 'fixed-fee'?`,
    ]);
    expect(messagesOf(frictionSchema, {})[0]).toContain('kind of friction is missing: expected one of proportional,');
  });

  it('names the field that is wrong, unknown or missing', () => {
    expect(messagesOf(frictionSchema, { kind: 'lots', lotUnits: 0 })[0]).toMatch(/^lotUnits: /);
    expect(messagesOf(frictionSchema, { kind: 'lots', lotUnits: 1, lots: 2 })[0]).toContain('"lots"');
    expect(messagesOf(frictionSchema, { kind: 'delay' })[0]).toMatch(/^delaySteps: /);
    expect(messagesOf(frictionSchema, 'lots')).toHaveLength(1);
    expect(messagesOf(frictionSchema, { kind: 'half-spread' })).toEqual(['expected one of halfSpreadBps and signal']);
  });

  it('refuses two of a kind, but for proportional costs', () => {
    const { proportional, borrow } = examples;
    expect(messagesOf(frictionsSchema, [proportional, proportional])).toEqual([]);
    expect(messagesOf(frictionsSchema, [borrow, proportional, borrow])).toEqual([
      "2: kind: 'borrow' stands here twice: expected at most one of a kind",
    ]);
  });

  it('becomes a JSON Schema in which every kind and field is described', () => {
    const { items } = z.toJSONSchema(frictionsSchema, { io: 'input' }) as {
      items: {
        oneOf: { description?: string; properties: Record<string, { const?: string; description?: string }> }[];
      };
    };
    expect(items.oneOf.map(({ properties }) => properties.kind.const)).toEqual([...frictionKinds]);
    for (const { description, properties } of items.oneOf) {
      expect(description).toMatch(/\.$/);
      for (const [field, node] of Object.entries(properties)) {
        if (field !== 'kind') expect(node.description, field).toMatch(/\.$/);
      }
    }
  });
});
