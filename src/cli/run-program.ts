import { CommanderError } from 'commander';
import { wrapText } from '../report/wrap-text.ts';
import { InputError } from '../support/input-error.ts';
import type { CliDependencies } from './dependencies.ts';
import { Interruption } from './interruption.ts';
import { createProgram } from './program.ts';
import { terminalWidth } from './terminal-width.ts';

/**
 * Runs the command line and says how it went: 0 success, 2 bad input (one line on standard error), 130 or 143 stopped
 * by a signal, 1 a defect of this project (with its stack).
 *
 * @param argv The arguments after the program's own name.
 */
export async function runProgram(argv: readonly string[], dependencies: CliDependencies): Promise<number> {
  const program = createProgram(dependencies);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    return reportFailure(error, dependencies);
  }
}

function reportFailure(error: unknown, { stderr, version }: CliDependencies): number {
  // Commander has said what it has to say: help, the version, or one line of error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interruption) {
    stderr.write(`stopped: ${error.aftermath}\n`);
    return error.exitCode;
  }
  if (error instanceof InputError) {
    const line = `error: ${error.message.replace(/\s*\n\s*/g, ' ')}`;
    stderr.write(`${wrapText(line, terminalWidth(stderr), '  ')}\n`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `This is a defect of regime-hedge ${version}, not of your input. Please report it with these lines:\n${stack}\n`,
  );
  return 1;
}
