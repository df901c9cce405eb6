import type { ContractTerms } from './contract-terms.ts';
import type { Underlying } from './underlying.ts';

/** Contracts that both models value. */
const bothModels =
  'call, put, piecewise-linear, straddle, strangle, call-spread, put-spread, collar, condor, digital, asian with average arithmetic, forward-start and books of them';

/**
 * Refuses contracts that cannot be valued on an underlying, or that are decided when written.
 *
 * @param spotLevel price at writing in the contract's levels: 1 where they are multiples of it. Without it, barriers are
 * not compared with the price.
 * @throws RangeError of one line that says what is possible instead
 * @example
 * checkContract({ type: 'call', strike: 1.05 }, plainUnderlying(0.02), 1); // fine
 */
export function checkContract(terms: ContractTerms, underlying: Underlying, spotLevel?: number): void {
  if (terms.type === 'book') {
    for (const { contract } of terms.legs) checkContract(contract, underlying, spotLevel);
    return;
  }
  checkModel(terms, underlying);
  if (underlying.model === 'black-scholes') checkPositiveLevels(terms);
  if (terms.type === 'barrier' && spotLevel !== undefined) {
    const { knock, barrier } = terms;
    const up = knock === 'up-and-in' || knock === 'up-and-out';
    if (up ? barrier > spotLevel : barrier < spotLevel) return;
    const side = up ? 'above' : 'below';
    const [fate, instead] = knock.endsWith('out')
      ? ['knocked out', 'an in-barrier']
      : ['knocked in', `a plain ${terms.option}`];
    throw new RangeError(
      `barrier is ${barrier} with ${knock}, and the price at writing is ${spotLevel}: the option is ${fate} when written; expected a barrier ${side} the price, or ${instead}`,
    );
  }
}

/** Refuses contracts that the underlying's model has no value for. */
export function checkModel(terms: ContractTerms, { model }: Underlying): void {
  if (model === 'black-scholes') return;
  const reason = refusedUnderBachelier(terms);
  if (reason === undefined) return;
  throw new RangeError(
    `${reason} under model 'bachelier', where prices may be negative: possible there are ${bothModels}; or use model 'black-scholes'`,
  );
}

function refusedUnderBachelier(terms: ContractTerms): string | undefined {
  switch (terms.type) {
    case 'asian':
      return terms.average === 'geometric' ? 'an asian with average geometric has no value' : undefined;
    case 'lookback':
      return 'a lookback has no formula';
    case 'barrier':
      return 'a barrier option has no formula';
    case 'variance-swap':
      return 'a variance swap, which takes logarithms of prices, has no value';
    default:
      return undefined;
  }
}

function checkPositiveLevels(terms: ContractTerms): void {
  const levels: [string, number][] = [];
  if ('strike' in terms) levels.push(['strike', terms.strike]);
  if ('strikes' in terms) for (const [i, level] of terms.strikes.entries()) levels.push([`strikes.${i}`, level]);
  if (terms.type === 'barrier') levels.push(['barrier', terms.barrier]);
  for (const [key, level] of levels) {
    if (level > 0) continue;
    throw new RangeError(
      `${key} is ${level}: expected a level above 0 under model 'black-scholes', where prices are; model 'bachelier' takes any`,
    );
  }
}
