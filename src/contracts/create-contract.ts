import { requireCount } from '../support/require.ts';
import { findTermsProblem } from './check-terms.ts';
import type { Contract, RunningContract } from './contract.ts';
import type { ContractTerms } from './contract-terms.ts';
import { describeContract } from './describe-contract.ts';
import { runAsian } from './running/asian.ts';
import { runBarrier } from './running/barrier.ts';
import { runBook } from './running/book.ts';
import { combinationPieces } from './running/combinations.ts';
import { runDigital } from './running/digital.ts';
import { runEuropean } from './running/european.ts';
import { runForwardStart } from './running/forward-start.ts';
import { runLookback } from './running/lookback.ts';
import { runPiecewiseLinear } from './running/piecewise-linear.ts';
import { runVarianceSwap } from './running/variance-swap.ts';

/**
 * The contract that terms describe.
 *
 * Closed forms value what they can (European, straight pieces, digital, forward start, variance swap); contracts on
 * discrete fixings take the approximations that their own files name. `checkContract` says which underlyings go with it.
 *
 * @throws RangeError when the terms make no sense; when run, on scales that are not above 0
 * @example
 * const contract = createContract({ type: 'asian', option: 'call', average: 'arithmetic', strike: 1 });
 * const running = contract.run(Float64Array.of(100, 100), 2); // two paths, strike 100
 * for (const prices of [[100, 100], [104, 95], [110, 98]]) running.observe(Float64Array.from(prices));
 * const payoff = new Float64Array(2);
 * running.payoff(payoff); // 7, 0
 */
export function createContract(terms: ContractTerms): Contract {
  const problem = findTermsProblem(terms);
  if (problem !== undefined) {
    const { path, message } = problem;
    const isKnown = path.length > 0 && path[0] !== 'type';
    const name = [isKnown ? `${terms.type}:` : 'contract', path.join('.')].join(' ').trimEnd();
    throw new RangeError(`${name} is ${valueAt(terms, path)}: ${message}`);
  }
  return {
    terms,
    description: describeContract(terms),
    run(scale, fixings, years) {
      requireCount('fixings', fixings);
      const bad = scale.findIndex((unit) => !(unit > 0 && unit < Number.POSITIVE_INFINITY));
      if (bad >= 0) throw new RangeError(`scale of path ${bad} is ${scale[bad]}: expected money per level, above 0`);
      return runTerms(terms, Float64Array.from(scale), fixings, years);
    },
  };
}

function runTerms(terms: ContractTerms, scale: Float64Array, fixings: number, years?: number): RunningContract {
  switch (terms.type) {
    case 'call':
    case 'put':
      return runEuropean(terms, scale, fixings);
    case 'piecewise-linear':
      return runPiecewiseLinear(terms, scale, fixings);
    case 'straddle':
    case 'strangle':
    case 'call-spread':
    case 'put-spread':
    case 'collar':
    case 'condor':
      return runPiecewiseLinear(combinationPieces(terms), scale, fixings);
    case 'digital':
      return runDigital(terms, scale, fixings);
    case 'asian':
      return runAsian(terms, scale, fixings);
    case 'lookback':
      return runLookback(terms, scale, fixings);
    case 'barrier':
      return runBarrier(terms, scale, fixings);
    case 'forward-start':
      return runForwardStart(terms, scale, fixings);
    case 'variance-swap':
      return runVarianceSwap(terms, scale, fixings, years);
    case 'book': {
      const legs = terms.legs.map(({ quantity, contract }) => ({
        quantity,
        contract: runTerms(contract, scale, fixings, years),
      }));
      return runBook(legs, scale.length);
    }
  }
}

function valueAt(terms: ContractTerms, path: readonly (string | number)[]): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], terms);
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing');
}
