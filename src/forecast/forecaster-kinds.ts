import type { z } from 'zod';
import { boostedTreesSchema, createBoostedTreesForecaster } from './boosted-trees.ts';
import { createEgarchForecaster, egarchSchema } from './egarch.ts';
import { createEwmaForecaster, ewmaSchema } from './ewma.ts';
import type { VolatilityForecaster } from './forecaster.ts';
import { createGarchForecaster, garchSchema } from './garch.ts';
import { createGjrForecaster, gjrSchema } from './gjr.ts';
import { createHarForecaster, harSchema } from './har.ts';
import { createHarLeverageForecaster, harLeverageSchema } from './har-leverage.ts';
import { createHarqForecaster, harqSchema } from './harq.ts';
import { createHmmVarianceForecaster, hmmVarianceSchema } from './hmm-variance.ts';
import { createLogHarForecaster, logHarSchema } from './log-har.ts';
import { createNamedLstm, lstmSchema } from './lstm.ts';
import { createRandomWalkForecaster, randomWalkSchema } from './random-walk.ts';
import { createRangeForecaster, rangeSchema } from './range.ts';
import { createRegimeHarForecaster, regimeHarSchema } from './regime-har.ts';
import { createRiskMetrics2006Forecaster, riskMetrics2006Schema } from './riskmetrics-2006.ts';

type NamedSchema = z.ZodObject<{ readonly name: z.ZodLiteral<string> }>;

/** A forecaster that can be asked for by name. */
interface ForecasterKind<Schema extends NamedSchema> {
  /** Its keys in a file, `name` among them, each with a default. */
  readonly schema: Schema;
  readonly create: (options: z.output<Schema>) => VolatilityForecaster;
}

/** Every forecaster that has a name, but for combinations of them (`create-forecaster.ts`). A further one is a line here. */
export const forecasterKinds = [
  kind(ewmaSchema, createEwmaForecaster),
  kind(harSchema, createHarForecaster),
  kind(logHarSchema, createLogHarForecaster),
  kind(harLeverageSchema, createHarLeverageForecaster),
  kind(harqSchema, createHarqForecaster),
  kind(regimeHarSchema, createRegimeHarForecaster),
  kind(lstmSchema, createNamedLstm),
  kind(randomWalkSchema, createRandomWalkForecaster),
  kind(riskMetrics2006Schema, createRiskMetrics2006Forecaster),
  kind(rangeSchema, createRangeForecaster),
  kind(hmmVarianceSchema, createHmmVarianceForecaster),
  kind(boostedTreesSchema, createBoostedTreesForecaster),
  kind(garchSchema, createGarchForecaster),
  kind(gjrSchema, createGjrForecaster),
  kind(egarchSchema, createEgarchForecaster),
] as const;

function kind<Schema extends NamedSchema>(
  schema: Schema,
  create: ForecasterKind<Schema>['create'],
): ForecasterKind<Schema> {
  return { schema, create };
}
