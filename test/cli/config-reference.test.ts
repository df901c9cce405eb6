import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderConfigReference } from '../../src/cli/config-reference.ts';
import { childNode, configJsonSchema, isGroup, knownKeys, type SchemaNode } from '../../src/cli/config-schema.ts';

function undescribed(node: SchemaNode, path: string): string[] {
  return knownKeys(node).flatMap((key) => {
    const child = childNode(node, key) ?? {};
    const name = path === '' ? key : `${path}.${key}`;
    if (isGroup(child)) return (child.oneOf ?? [child]).flatMap((variant) => undescribed(variant, name));
    return child.description === undefined && child.const === undefined ? [name] : [];
  });
}

describe('docs/configuration.md', () => {
  it('is what the schema says (npm run docs:config writes it)', () => {
    expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(renderConfigReference());
  });

  it('has a row with default and expectation for keys at every depth', () => {
    const page = renderConfigReference();
    expect(page).toContain(
      '| `seed` | `7` | a whole number >= 0 | Whole number that every random stream is split from. |',
    );
    expect(page).toContain('| `policies.deep.hidden` | `[32, 32]` | a non-empty list, each item a whole number >= 1 |');
    expect(page).toContain('With `objective.criterion: mean-sd` (the default):');
    expect(page).toContain('| `objective.level` | `0.95` | a number > 0 and < 1 |');
  });

  it('says of every key what it means', () => {
    expect(undescribed(configJsonSchema(), '')).toEqual([]);
  });
});
