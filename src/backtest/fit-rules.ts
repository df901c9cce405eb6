import { createBlackScholesDeltaHedger } from '../hedgers/black-scholes-delta.ts';
import { createDeltaBandHedger } from '../hedgers/delta-band.ts';
import { fitMinimumVarianceCoefficients } from '../hedgers/fit-minimum-variance.ts';
import { createForecastAdjustedHedger } from '../hedgers/forecast-adjusted.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import { createLelandHedger } from '../hedgers/leland-delta.ts';
import { createMinimumVarianceDeltaHedger, createSpotVolDeltaHedger } from '../hedgers/minimum-variance-delta.ts';
import { createNoHedge } from '../hedgers/no-hedge.ts';
import { createWhalleyWilmottHedger } from '../hedgers/whalley-wilmott.ts';
import { createZakamoulineHedger } from '../hedgers/zakamouline.ts';
import type { BacktestConfig } from './config.ts';
import type { RuleName } from './policy-names.ts';
import { forecastHalfSpreadSignal, halfSpreadSignal } from './terms-of-config.ts';
import { type TuningGround, tune } from './tune.ts';

/** What a rule's tuning chose, by name: the numbers that the records of a refit hold. */
export type RuleParameters = Readonly<Record<string, number>>;

export interface FittedRule {
  readonly hedger: Hedger;
  /** Empty where nothing is tuned. */
  readonly parameters: RuleParameters;
}

type Grids = BacktestConfig['policies'];

/** What was chosen for the rules that have been fitted already. */
export type ChosenRules = ReadonlyMap<RuleName, RuleParameters>;

/** Tunes one rule on the episodes of a training past, over the grids of the configuration. */
export function fitRule(name: RuleName, ground: TuningGround, policies: Grids, chosen: ChosenRules): FittedRule {
  return ruleFits[name](ground, policies, chosen);
}

function byHalfWidth(widths: readonly number[]) {
  return widths.map((halfWidth) => ({ halfWidth }));
}

/** What forecast-adjusted was tuned to: of those chosen already, or tuned now. */
function forecastAdjustedChoice(ground: TuningGround, policies: Grids, chosen: ChosenRules): RuleParameters {
  return chosen.get('forecast-adjusted') ?? ruleFits['forecast-adjusted'](ground, policies, chosen).parameters;
}

/** A step is a day. */
function bySteps(days: readonly number[]) {
  return days.map((everySteps) => ({ everySteps }));
}

/** One entry a rule: another is added here, to the names, and to docs/policies.md. */
const ruleFits: Readonly<Record<RuleName, (ground: TuningGround, policies: Grids, chosen: ChosenRules) => FittedRule>> =
  {
    none: () => ({ hedger: createNoHedge(), parameters: {} }),
    delta: () => ({ hedger: createBlackScholesDeltaHedger(), parameters: {} }),
    'delta-band': (ground, { bandWidths }) => tune(byHalfWidth(bandWidths), createDeltaBandHedger, ground),
    'whalley-wilmott': (ground, { riskAversions }) =>
      tune(
        riskAversions.map((riskAversion) => ({ riskAversion })),
        createWhalleyWilmottHedger,
        ground,
      ),
    'forecast-adjusted': (ground, { forecastWeights, bandWidths }) =>
      tune(
        forecastWeights.flatMap((weight) => bandWidths.map((halfWidth) => ({ weight, halfWidth }))),
        createForecastAdjustedHedger,
        ground,
      ),
    'uncertain-forecast': (ground, policies, chosen) => {
      const { weight, halfWidth } = forecastAdjustedChoice(ground, policies, chosen);
      const { hedger, parameters } = tune(
        policies.uncertaintyWeights.map((uncertainty) => ({ weight, halfWidth, uncertainty })),
        ({ uncertainty, ...base }) =>
          createForecastAdjustedHedger({
            ...base,
            uncertainty: { signal: 'forecastSpread', weight: uncertainty },
            name: 'uncertain-forecast',
          }),
        ground,
      );
      return { hedger, parameters };
    },
    'liquidity-forecast': (ground, policies, chosen) => {
      const { weight, halfWidth } = forecastAdjustedChoice(ground, policies, chosen);
      const { hedger, parameters } = tune(
        policies.liquidityExponents.map((exponent) => ({ weight, halfWidth, exponent })),
        ({ exponent, ...base }) =>
          createForecastAdjustedHedger({
            ...base,
            liquidity: { now: halfSpreadSignal, toCome: forecastHalfSpreadSignal, exponent },
            name: 'liquidity-forecast',
          }),
        ground,
      );
      return { hedger, parameters };
    },
    'periodic-delta': (ground, { everyDays }) =>
      tune(
        bySteps(everyDays),
        (parameters) => createBlackScholesDeltaHedger({ ...parameters, name: 'periodic-delta' }),
        ground,
      ),
    leland: (ground, { everyDays }) => tune(bySteps(everyDays), createLelandHedger, ground),
    'spot-vol': (ground, { corrections, bandWidths }) =>
      tune(
        corrections.flatMap((correction) => bandWidths.map((halfWidth) => ({ correction, halfWidth }))),
        createSpotVolDeltaHedger,
        ground,
      ),
    'minimum-variance': (ground, { bandWidths }) => {
      const coefficients = fitMinimumVarianceCoefficients(ground.paths, ground.terms);
      const { hedger, parameters } = tune(
        byHalfWidth(bandWidths),
        (parameters) => createMinimumVarianceDeltaHedger({ coefficients, ...parameters }),
        ground,
      );
      return { hedger, parameters: { ...coefficients, ...parameters } };
    },
    'value-band': (ground, { bandWidths }) =>
      tune(
        byHalfWidth(bandWidths),
        (parameters) => createDeltaBandHedger({ ...parameters, measure: 'value', name: 'value-band' }),
        ground,
      ),
    'centre-band': (ground, { bandWidths }) =>
      tune(
        byHalfWidth(bandWidths),
        (parameters) => createDeltaBandHedger({ ...parameters, to: 'centre', name: 'centre-band' }),
        ground,
      ),
    zakamouline: (ground, { riskAversions }) =>
      tune(
        // At 0 nothing would ever be traded.
        riskAversions.filter((riskAversion) => riskAversion > 0).map((riskAversion) => ({ riskAversion })),
        createZakamoulineHedger,
        ground,
      ),
  };
