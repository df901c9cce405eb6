import { Command } from 'commander';
import { configJsonSchema } from './config-schema.ts';
import type { CliDependencies } from './dependencies.ts';

/** `regime-hedge schema`: the JSON Schema of the configuration, with which editors complete and check a file. */
export function createSchemaCommand({ stdout }: CliDependencies): Command {
  return new Command('schema').description('print the JSON Schema of the configuration, for editors').action(() => {
    stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  });
}
