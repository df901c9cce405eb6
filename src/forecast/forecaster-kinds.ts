import type { z } from 'zod';
import { createEwmaForecaster, ewmaSchema } from './ewma.ts';
import type { VolatilityForecaster } from './forecaster.ts';
import { createHarForecaster, harSchema } from './har.ts';
import { createHarLeverageForecaster, harLeverageSchema } from './har-leverage.ts';
import { createHarqForecaster, harqSchema } from './harq.ts';
import { createLogHarForecaster, logHarSchema } from './log-har.ts';
import { createLstmForecaster, lstmSchema } from './lstm.ts';
import { createRegimeHarForecaster, regimeHarSchema } from './regime-har.ts';

type NamedSchema = z.ZodObject<{ readonly name: z.ZodLiteral<string> }>;

/** A forecaster that can be asked for by name. */
interface ForecasterKind<Schema extends NamedSchema> {
  /** Its keys in a file, `name` among them, each with a default. */
  readonly schema: Schema;
  readonly create: (options: z.output<Schema>) => VolatilityForecaster;
}

/** Every forecaster that has a name. A further one is a line here. */
export const forecasterKinds = [
  kind(ewmaSchema, createEwmaForecaster),
  kind(harSchema, createHarForecaster),
  kind(logHarSchema, createLogHarForecaster),
  kind(harLeverageSchema, createHarLeverageForecaster),
  kind(harqSchema, createHarqForecaster),
  kind(regimeHarSchema, createRegimeHarForecaster),
  kind(lstmSchema, createLstmForecaster),
] as const;

function kind<Schema extends NamedSchema>(
  schema: Schema,
  create: ForecasterKind<Schema>['create'],
): ForecasterKind<Schema> {
  return { schema, create };
}
