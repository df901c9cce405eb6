import type { CliStream } from './dependencies.ts';

/** Columns that text may take: those of a terminal; elsewhere lines stay whole, for whatever reads them. */
export function terminalWidth({ isTTY, columns }: CliStream): number {
  return isTTY && columns !== undefined && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}
