import type { PolicyInputScales } from '../hedgers/deep/policy-inputs.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import type { Market } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import type { TrainConfig } from './train-schema.ts';
import { trainingTermsOf } from './train-terms.ts';

/** Paths by whose means signals are set. */
const meanPaths = 2048;

/** Columns of the map's moneyness, an odd number so that one is at the money, and rows of times left at most. */
const mapColumns = 97;
const mapRows = 42;
/** How far the map reaches from the money, in standard deviations of the whole life. */
const widestDeviation = 2.5;

/** What a learned policy keeps with its weights, an ensemble with those of its first member. */
export interface LearnedForm {
  readonly scales?: PolicyInputScales;
  readonly inputs?: readonly string[];
  /** Of the instruments beside the underlying. */
  readonly references?: readonly number[];
  /** Whether it is one network of the engine: ensembles and networks of the user's own keep other forms. */
  readonly isOneNetwork: boolean;
}

/** The form of a learned policy; an empty one of others. */
export function formOf(hedger: Hedger): LearnedForm {
  if (hedger.kind !== 'deep') return { isOneNetwork: false };
  const { policy, members, ...saved } = hedger.toJSON();
  const [first] = Array.isArray(members) ? members : [saved];
  return { ...(first as Omit<LearnedForm, 'isOneNetwork'>), isOneNetwork: policy === undefined };
}

/** `--signal name=value`, one for each signal named. */
export function parseSignals(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.lastIndexOf('=');
      const value = Number(text.slice(equals + 1));
      if (equals > 0 && text.slice(equals + 1).trim() !== '' && Number.isFinite(value))
        return [text.slice(0, equals), value];
      throw new InputError(`--signal ${text}: expected name=number, such as --signal forecastVol=0.25`);
    }),
  );
}

/**
 * A value for every signal that the policy reads: as given, else its mean over paths of the market, else the implied
 * volatility for a forecast of it.
 *
 * @throws InputError for signals that the policy does not read, and for those without a value
 */
export async function signalValues(
  hedger: Hedger,
  given: Readonly<Record<string, number>>,
  market: Market,
  config: TrainConfig,
  vol: number,
): Promise<Readonly<Record<string, number>>> {
  for (const name of Object.keys(given)) {
    if (hedger.signals.includes(name)) continue;
    const nearest = nearestWord(name, hedger.signals);
    const reads = hedger.signals.length === 0 ? 'reads no signals' : `reads ${hedger.signals.join(', ')}`;
    throw new InputError(
      `--signal ${name}=${given[name]}: the policy '${hedger.name}' ${reads}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    );
  }
  const drawn = hedger.signals.filter((name) => given[name] === undefined && market.signals.includes(name));
  const means = drawn.length === 0 ? {} : await signalMeans(drawn, market, config);
  return Object.fromEntries(
    hedger.signals.map((name) => {
      const value = given[name] ?? means[name] ?? (name === 'forecastVol' ? vol : undefined);
      if (value !== undefined) return [name, value];
      throw new InputError(
        `the policy '${hedger.name}' reads the signal '${name}', which the market ${market.name} does not draw: give --signal ${name}=VALUE`,
      );
    }),
  );
}

async function signalMeans(
  names: readonly string[],
  market: Market,
  config: TrainConfig,
): Promise<Readonly<Record<string, number>>> {
  const { mean } = await import('../math/moments.ts');
  const { steps, daysPerStep } = trainingTermsOf(config).contract;
  const { signals } = market.simulate({
    paths: meanPaths,
    steps,
    ...(daysPerStep !== undefined && { daysPerStep }),
    seed: config.training.seed,
    stream: ['explain'],
    signals: names,
  });
  return Object.fromEntries(names.map((name) => [name, mean(signals[name])]));
}

/** The grid of a map: prices within some standard deviations of the life around the strike, and times left evenly chosen. */
export function mapGrid(vol: number, years: number, steps: number, isNormal: boolean) {
  const half = (mapColumns - 1) / 2;
  const reach = widestDeviation * vol * Math.sqrt(years);
  const rows = Math.min(mapRows, steps);
  return {
    moneyness: Array.from({ length: mapColumns }, (_, k) => {
      const move = (reach * (k - half)) / half;
      return isNormal ? 1 + move : Math.exp(move);
    }),
    stepsLeft: Array.from({ length: rows }, (_, k) =>
      rows === 1 ? steps : Math.round(steps - (k * (steps - 1)) / (rows - 1)),
    ),
  };
}
