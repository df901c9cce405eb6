import type { ContractTerms } from './contract-terms.ts';

/**
 * Terms in words.
 *
 * @example
 * describeContract({ type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.9 });
 * // 'down-and-out call, strike 1, barrier 0.9'
 */
export function describeContract(terms: ContractTerms): string {
  switch (terms.type) {
    case 'call':
    case 'put':
    case 'straddle':
      return `${terms.type}, strike ${terms.strike}`;
    case 'strangle':
    case 'call-spread':
    case 'put-spread':
    case 'collar':
    case 'condor':
      return `${terms.type}, strikes ${terms.strikes.join(', ')}`;
    case 'piecewise-linear': {
      const points = terms.points.map(([price, payoff]) => `${payoff} at ${price}`).join(', ');
      return `payoff of straight pieces: ${points}, slopes ${terms.leftSlope} and ${terms.rightSlope} beyond`;
    }
    case 'digital':
      return `digital ${terms.option} on ${terms.pays}, strike ${terms.strike}${amount('pays', terms.cash)}`;
    case 'asian':
      return `Asian ${terms.option}, ${terms.average} average, strike ${terms.strike}`;
    case 'lookback': {
      const strike = terms.kind === 'fixed' ? `strike ${terms.strike}` : 'floating strike';
      return `lookback ${terms.option}, ${strike}`;
    }
    case 'barrier': {
      const { knock, option, strike, barrier, rebate } = terms;
      return `${knock} ${option}, strike ${strike}, barrier ${barrier}${amount('rebate', rebate)}`;
    }
    case 'forward-start':
      return `forward-start ${terms.option}, moneyness ${terms.moneyness}, start at ${terms.startShare} of the life`;
    case 'variance-swap':
      return `variance swap, strike volatility ${terms.strikeVol}, notional ${terms.notional}`;
    case 'book':
      return `book of ${terms.legs.map(({ quantity, contract }) => `${quantity} × ${describeContract(contract)}`).join('; ')}`;
  }
}

function amount(name: string, level: number | undefined): string {
  return level ? `, ${name} ${level}` : '';
}
