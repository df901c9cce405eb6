import { nearestWord } from '../support/nearest-word.ts';
import type {
  BarrierTerms,
  ContractTerms,
  ContractType,
  DigitalTerms,
  LookbackTerms,
  PiecewiseLinearTerms,
} from './contract-terms.ts';

/** What is wrong with a contract's terms, and where. */
export interface TermsProblem {
  /** Keys that lead to the value: ['legs', 0, 'contract', 'strike']. */
  readonly path: readonly (string | number)[];
  /** 'expected …', without the value. */
  readonly message: string;
}

const typeWords = wordsOf<ContractType>({
  call: true,
  put: true,
  straddle: true,
  strangle: true,
  'call-spread': true,
  'put-spread': true,
  collar: true,
  condor: true,
  'piecewise-linear': true,
  digital: true,
  asian: true,
  lookback: true,
  barrier: true,
  'forward-start': true,
  'variance-swap': true,
  book: true,
});
const optionWords = ['call', 'put'];
const knockWords = wordsOf<BarrierTerms['knock']>({
  'up-and-in': true,
  'up-and-out': true,
  'down-and-in': true,
  'down-and-out': true,
});

/**
 * What keeps terms from making sense whatever they are written on: unknown words, values out of range, strikes out of
 * order, keys that belong to another kind, barriers that leave nothing to pay. Undefined where nothing does.
 */
export function findTermsProblem(terms: ContractTerms): TermsProblem | undefined {
  if (typeof terms !== 'object' || terms === null) return problem([], 'expected a group of keys with type');
  switch (terms.type) {
    case 'call':
    case 'put':
    case 'straddle':
      return finite('strike', terms.strike);
    case 'asian':
      return (
        oneOf('option', terms.option, optionWords) ??
        oneOf('average', terms.average, ['arithmetic', 'geometric']) ??
        finite('strike', terms.strike)
      );
    case 'strangle':
    case 'call-spread':
    case 'put-spread':
    case 'collar':
      return increasing('strikes', terms.strikes, 2);
    case 'condor':
      return increasing('strikes', terms.strikes, 4);
    case 'piecewise-linear':
      return piecewiseProblem(terms);
    case 'digital':
      return digitalProblem(terms);
    case 'lookback':
      return lookbackProblem(terms);
    case 'barrier':
      return barrierProblem(terms);
    case 'forward-start': {
      const found = oneOf('option', terms.option, optionWords);
      if (found !== undefined) return found;
      if (!(terms.moneyness > 0)) return problem(['moneyness'], 'expected strike over the price at the start, above 0');
      const { startShare } = terms;
      return startShare > 0 && startShare < 1
        ? undefined
        : problem(['startShare'], 'expected the share of the life before the start, above 0 and below 1');
    }
    case 'variance-swap':
      if (!(terms.strikeVol >= 0)) return problem(['strikeVol'], 'expected a volatility >= 0');
      return nonZero('notional', terms.notional);
    case 'book':
      if (!Array.isArray(terms.legs) || terms.legs.length === 0) return problem(['legs'], 'expected at least one leg');
      for (const [i, leg] of terms.legs.entries()) {
        if (typeof leg !== 'object' || leg === null) return problem(['legs', i], 'expected quantity and contract');
        const found = nonZero('quantity', leg.quantity) ?? prefix('contract', findTermsProblem(leg.contract));
        if (found !== undefined) return { ...found, path: ['legs', i, ...found.path] };
      }
      return undefined;
    default:
      return oneOf('type', (terms as { type?: unknown }).type, typeWords);
  }
}

function piecewiseProblem({ points, leftSlope, rightSlope }: PiecewiseLinearTerms): TermsProblem | undefined {
  if (!Array.isArray(points) || points.length === 0)
    return problem(['points'], 'expected at least one point [price, payoff]');
  const notPair = points.findIndex((point) => !Array.isArray(point) || point.length !== 2);
  if (notPair >= 0) return problem(['points', notPair], 'expected a pair [price, payoff]');
  const prices = points.map(([price]) => price);
  const disorder = prices.findIndex((price, i) => i > 0 && !(price > prices[i - 1]));
  if (disorder > 0)
    return problem(['points', disorder, 0], `expected prices that increase, above ${prices[disorder - 1]}`);
  for (const [i, point] of points.entries()) {
    const bad = point.findIndex((value: number) => !Number.isFinite(value));
    if (bad >= 0) return problem(['points', i, bad], 'expected a finite number');
  }
  return finite('leftSlope', leftSlope) ?? finite('rightSlope', rightSlope);
}

function digitalProblem({ option, strike, pays, cash }: DigitalTerms): TermsProblem | undefined {
  const found =
    oneOf('option', option, optionWords) ?? finite('strike', strike) ?? oneOf('pays', pays, ['cash', 'asset']);
  if (found !== undefined) return found;
  if (pays === 'asset') {
    return cash === undefined ? undefined : problem(['cash'], "expected no cash with pays 'asset'");
  }
  return cash !== undefined && cash > 0 && cash < Number.POSITIVE_INFINITY
    ? undefined
    : problem(['cash'], "expected the level paid, above 0, with pays 'cash'");
}

function lookbackProblem(terms: LookbackTerms): TermsProblem | undefined {
  const found = oneOf('option', terms.option, optionWords) ?? oneOf('kind', terms.kind, ['fixed', 'floating']);
  if (found !== undefined) return found;
  const strike: unknown = 'strike' in terms ? terms.strike : undefined;
  if (terms.kind === 'fixed') return finite('strike', strike);
  return strike === undefined ? undefined : problem(['strike'], "expected no strike with kind 'floating'");
}

function barrierProblem({ option, knock, strike, barrier, rebate = 0 }: BarrierTerms): TermsProblem | undefined {
  const found =
    oneOf('option', option, optionWords) ??
    oneOf('knock', knock, knockWords) ??
    finite('strike', strike) ??
    finite('barrier', barrier);
  if (found !== undefined) return found;
  if (!(rebate >= 0 && rebate < Number.POSITIVE_INFINITY)) return problem(['rebate'], 'expected a level >= 0');
  if (rebate > 0) return undefined;
  if (option === 'call' && knock === 'up-and-out' && barrier <= strike) {
    return problem(
      ['barrier'],
      `expected one above the strike ${strike}: an up-and-out call pays only between the two`,
    );
  }
  if (option === 'put' && knock === 'down-and-out' && barrier >= strike) {
    return problem(
      ['barrier'],
      `expected one below the strike ${strike}: a down-and-out put pays only between the two`,
    );
  }
  return undefined;
}

function increasing(key: string, levels: readonly number[], count: number): TermsProblem | undefined {
  if (!Array.isArray(levels) || levels.length !== count) {
    return problem([key], `expected a list of ${count} ${key}, from the lowest`);
  }
  for (const [i, level] of levels.entries()) {
    if (!Number.isFinite(level)) return problem([key, i], 'expected a finite number');
    if (i > 0 && !(level > levels[i - 1]))
      return problem([key, i], `expected one above ${levels[i - 1]}: ${key} increase`);
  }
  return undefined;
}

/** Undefined for one of the words; else the nearest of them, or all. */
function oneOf(key: string, value: unknown, words: readonly string[]): TermsProblem | undefined {
  if (typeof value === 'string' && words.includes(value)) return undefined;
  const nearest = typeof value === 'string' ? nearestWord(value, words) : undefined;
  return problem([key], nearest === undefined ? `expected one of ${words.join(', ')}` : `did you mean ${nearest}?`);
}

/** All words of a union: each is a key. */
function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>): readonly string[] {
  return Object.keys(words);
}

function finite(key: string, value: unknown): TermsProblem | undefined {
  return Number.isFinite(value) ? undefined : problem([key], 'expected a finite number');
}

function nonZero(key: string, value: number): TermsProblem | undefined {
  return Number.isFinite(value) && value !== 0 ? undefined : problem([key], 'expected a finite number other than 0');
}

function prefix(key: string, found: TermsProblem | undefined): TermsProblem | undefined {
  return found && { ...found, path: [key, ...found.path] };
}

function problem(path: readonly (string | number)[], message: string): TermsProblem {
  return { path, message };
}
