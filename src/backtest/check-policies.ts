import { InputError } from '../support/input-error.ts';
import type { BacktestConfig } from './config.ts';
import { fittedPolicies, isDeep, referencePolicies, simulatedPolicies } from './policy-names.ts';

/** Throws an InputError where the policies of a configuration cannot be compared on history; it says why. */
export function checkPolicies({
  policies,
  forecast,
  data,
}: Pick<BacktestConfig, 'policies' | 'forecast' | 'data'>): void {
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
  const hasMembers = forecast.signal === 'combination' || (forecast.signal === 'lstm' && forecast.lstm.ensemble > 1);
  if (readsForecastSpread({ policies }) && !hasMembers) {
    const key = include.includes('uncertain-forecast') ? 'policies.include' : 'policies.switcher.candidates';
    throw new InputError(
      `${key} holds uncertain-forecast, which needs a forecast of several members, and forecast.signal is ${forecast.signal} with forecast.lstm.ensemble ${forecast.lstm.ensemble}: expected combination, or lstm with 2 or more, or leave the policy out`,
    );
  }
  if (readsForecastHalfSpread({ policies }) && data.halfSpread === undefined) {
    const key = include.includes('liquidity-forecast') ? 'policies.include' : 'policies.switcher.candidates';
    throw new InputError(
      `${key} holds liquidity-forecast, which reads half-spreads: expected data.halfSpread.file, or leave the policy out`,
    );
  }
  if (
    fittedPolicies(policies).has('zakamouline') &&
    policies.riskAversions.every((riskAversion) => riskAversion === 0)
  ) {
    throw new InputError(
      'policies.riskAversions holds nothing above 0: expected a risk aversion above 0, which zakamouline needs',
    );
  }
}

/** Whether a policy reads how far the forecaster's ensemble is apart. */
export function readsForecastSpread({ policies }: Pick<BacktestConfig, 'policies'>): boolean {
  return fittedPolicies(policies).has('uncertain-forecast');
}

/** Whether a policy reads the half-spread that is forecast. */
export function readsForecastHalfSpread({ policies }: Pick<BacktestConfig, 'policies'>): boolean {
  return fittedPolicies(policies).has('liquidity-forecast');
}

/** Whether a learned policy is trained: one that is compared, or one that a switcher may hand over to. */
export function comparesDeep({ policies }: Pick<BacktestConfig, 'policies'>): boolean {
  return [...fittedPolicies(policies)].some(isDeep);
}
