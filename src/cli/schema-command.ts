import { Command } from 'commander';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import { jsonSchemaOf } from './config-schema.ts';
import type { CliDependencies } from './dependencies.ts';

/** Commands with a file of their own, and what it is checked against. */
const schemas = {
  backtest: async () => (await import('../backtest/config.ts')).backtestConfigSchema,
  simulate: async () => (await import('./simulate-schema.ts')).simulateSchema,
  price: async () => (await import('./price-schema.ts')).priceSchema,
  train: async () => (await import('./train-schema.ts')).trainSchema,
  regimes: async () => (await import('./regimes-schema.ts')).regimesSchema,
  forecast: async () => (await import('./forecast-schema.ts')).forecastSchema,
};

/** `regime-hedge schema`: the JSON Schema of a command's file, with which editors complete and check it. */
export function createSchemaCommand({ stdout }: CliDependencies): Command {
  const names = Object.keys(schemas);
  return new Command('schema')
    .description("print the JSON Schema of a command's file, for editors")
    .argument('[command]', `command whose file it is: ${names.join(', ')}`, 'backtest')
    .action(async (name: string) => {
      if (!Object.hasOwn(schemas, name)) {
        const nearest = nearestWord(name, names);
        throw new InputError(
          `schema ${name}: ${nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${nearest}?`}`,
        );
      }
      const schema = await schemas[name as keyof typeof schemas]();
      stdout.write(`${JSON.stringify(jsonSchemaOf(schema), null, 2)}\n`);
    });
}
