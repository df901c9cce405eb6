import { InputError } from '../support/input-error.ts';
import type { BacktestConfig } from './config.ts';
import { referencePolicies, simulatedPolicies } from './policy-names.ts';

/** Throws an InputError where the policies of a configuration cannot be compared on history; it says why. */
export function checkPolicies({ policies }: Pick<BacktestConfig, 'policies'>): void {
  const include: readonly string[] = policies.include;
  for (const [name, reason] of Object.entries(simulatedPolicies)) {
    if (!include.includes(name)) continue;
    throw new InputError(
      `policies.include holds ${name}, which ${reason}: leave it out here, or run it on simulated paths with runHedger (docs/policies.md)`,
    );
  }
  for (const name of referencePolicies) {
    if (include.includes(name)) continue;
    throw new InputError(
      `policies.include lacks ${name}: expected it, since results are differences against it; add it`,
    );
  }
  const twice = include.find((name, index) => include.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`policies.include holds ${twice} twice: expected each policy once`);
  const tunes = include.includes('zakamouline') || mayBeSwitchedTo(policies, 'zakamouline');
  if (tunes && policies.riskAversions.every((riskAversion) => riskAversion === 0)) {
    throw new InputError(
      'policies.riskAversions holds nothing above 0: expected a risk aversion above 0, which zakamouline needs',
    );
  }
}

function mayBeSwitchedTo({ include, switcher }: BacktestConfig['policies'], name: string): boolean {
  const candidates: readonly string[] = switcher.candidates;
  return include.some((policy) => policy.startsWith('switcher-')) && candidates.includes(name);
}
