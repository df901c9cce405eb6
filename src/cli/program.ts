import { Command } from 'commander';
import { createBacktestCommand } from './backtest-command.ts';
import type { CliDependencies } from './dependencies.ts';
import { createExplainCommand } from './explain-command.ts';
import { createForecastCommand } from './forecast-command.ts';
import { createPriceCommand } from './price-command.ts';
import { createRegimesCommand } from './regimes-command.ts';
import { createSchemaCommand } from './schema-command.ts';
import { createSimulateCommand } from './simulate-command.ts';
import { createTrainCommand } from './train-command.ts';

/** The whole command line. It throws instead of ending the process: `runProgram` turns what it throws into an exit code. */
export function createProgram(dependencies: CliDependencies): Command {
  const { stdout, stderr, version } = dependencies;
  const program = new Command('regime-hedge')
    .description('Which hedging policy should I run, in this market, at these costs, and how sure can I be?')
    .version(version)
    .addCommand(createBacktestCommand(dependencies))
    .addCommand(createRegimesCommand(dependencies))
    .addCommand(createForecastCommand(dependencies))
    .addCommand(createSimulateCommand(dependencies))
    .addCommand(createPriceCommand(dependencies))
    .addCommand(createTrainCommand(dependencies))
    .addCommand(createExplainCommand(dependencies))
    .addCommand(createSchemaCommand(dependencies))
    .addHelpText('after', '\nThe main job, on the bundled data:\n  $ regime-hedge backtest');
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // The suggestion stands on a line of its own by default; an error of this command is one line.
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`),
      getOutHasColors: () => stdout.isTTY === true,
      getErrHasColors: () => stderr.isTTY === true,
    });
  }
  return program;
}
