/** Policies that the main job compares unless told otherwise, in the order of its tables. */
export const mainPolicies = [
  'none',
  'delta',
  'delta-band',
  'whalley-wilmott',
  'forecast-adjusted',
  'deep',
  'switcher-kmeans',
  'switcher-hmm',
] as const;

/** Further rules of the literature that can be compared on history. */
export const furtherPolicies = [
  'periodic-delta',
  'leland',
  'spot-vol',
  'minimum-variance',
  'value-band',
  'centre-band',
  'zakamouline',
  'uncertain-forecast',
  'liquidity-forecast',
] as const;

/** Further learned policies that can be compared on history: 'deep' with something else. */
export const furtherDeepPolicies = [
  'deep-free-band',
  'deep-correction',
  'deep-holding',
  'deep-pnl',
  'deep-memory',
  'deep-ensemble',
] as const;

/** Rules that need what history does not hold, and what that is. They run on simulated paths. */
export const simulatedPolicies = {
  bartlett:
    "needs the parameters of a SABR market and its signal instantaneousVol; 'minimum-variance' and 'spot-vol' learn the same correction from history",
  'delta-gamma': 'needs a second hedge instrument, and history holds prices of the underlying alone',
  'delta-vega': 'needs a second hedge instrument, and history holds prices of the underlying alone',
} as const;

export type MainPolicy = (typeof mainPolicies)[number];
export type FurtherPolicy = (typeof furtherPolicies)[number];
/** A learned policy. */
export type DeepName = 'deep' | (typeof furtherDeepPolicies)[number];
export type SimulatedPolicy = keyof typeof simulatedPolicies;

/** Every policy with parameters of its own or none, that a switcher may hand over to. */
export const switchable = [
  'delta',
  'delta-band',
  'whalley-wilmott',
  'forecast-adjusted',
  'deep',
  ...furtherPolicies,
  ...furtherDeepPolicies,
] as const;
export type SwitchablePolicy = (typeof switchable)[number];

/** Policies in closed form, by their name in the configuration. */
export type RuleName = FurtherPolicy | Exclude<MainPolicy, 'deep' | `switcher-${string}`>;

/** Policies that start from what forecast-adjusted was tuned to. */
const startsFromForecastAdjusted: ReadonlySet<string> = new Set(['uncertain-forecast', 'liquidity-forecast']);

/**
 * The policies that are fitted: those compared, and those that a switcher among them may hand over to; no switchers. What another
 * starts from comes before it.
 */
export function fittedPolicies({ include, switcher }: PoliciesChosen): ReadonlySet<RuleName | DeepName> {
  const candidates = include.some((name) => name.startsWith('switcher-')) ? switcher.candidates : [];
  const fitted = [...include, ...candidates].filter(isFitted);
  return new Set([...fitted.filter((name) => !startsFromForecastAdjusted.has(name)), ...fitted]);
}

interface PoliciesChosen {
  readonly include: readonly (MainPolicy | FurtherPolicy | DeepName | SimulatedPolicy)[];
  readonly switcher: { readonly candidates: readonly SwitchablePolicy[] };
}

/** Whether a policy is learned, and so trained. */
export function isDeep(name: string): name is DeepName {
  return name === 'deep' || (furtherDeepPolicies as readonly string[]).includes(name);
}

function isFitted(name: string): name is RuleName | DeepName {
  return !name.startsWith('switcher-') && !Object.hasOwn(simulatedPolicies, name);
}

/** Policies that differences are taken against: no comparison is without them. */
export const referencePolicies = ['delta', 'delta-band'] as const;
