import { wrapText } from '../report/wrap-text.ts';
import type { CliDependencies } from './dependencies.ts';
import { terminalWidth } from './terminal-width.ts';

/** Tells what a reader of the figures should know, on standard error, where it does not mix with them. */
export function writeNotes({ stderr }: Pick<CliDependencies, 'stderr'>, notes: readonly string[]): void {
  for (const note of notes) stderr.write(`${wrapText(`note: ${note}`, terminalWidth(stderr), '  ')}\n`);
}
