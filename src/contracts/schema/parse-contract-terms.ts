import type { ContractTerms } from '../contract-terms.ts';
import { contractKeys, contractTermsSchema, contractTypes } from './contract-schema.ts';
import { parseGroup } from './parse-group.ts';

/**
 * Checks a contract that a file holds.
 *
 * @param where keys that lead to it, for messages: 'contract'
 * @throws InputError of one line: where, the value, what was expected; the nearest known word for a mistyped one
 * @example
 * parseContractTerms({ type: 'lookback', option: 'put', kind: 'floating' }, 'contract');
 */
export function parseContractTerms(value: unknown, where: string): ContractTerms {
  return parseGroup(contractTermsSchema, value, where, {
    discriminator: { key: 'type', values: contractTypes },
    keysAt(group, path) {
      if (typeof path.at(-1) === 'number') return ['quantity', 'contract'];
      const type = (group as { type?: unknown } | null | undefined)?.type;
      const known = typeof type === 'string' && Object.hasOwn(contractKeys, type);
      return known ? contractKeys[type as ContractTerms['type']] : ['type', 'and those of the type'];
    },
  });
}
