import type { Cell } from './table.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MISSING = new Set(['', '.', '-', 'na', 'n/a', 'nan', 'null', 'none']);

/** The number in a cell, 'missing' where the cell says that there is none, undefined where it holds something else. */
export function parseNumber(cell: Cell): number | 'missing' | undefined {
  if (typeof cell === 'number') {
    if (Number.isNaN(cell)) return 'missing';
    return Number.isFinite(cell) ? cell : undefined;
  }
  if (cell === null) return 'missing';
  if (cell instanceof Date) return undefined;
  const text = cell.trim();
  if (MISSING.has(text.toLowerCase())) return 'missing';
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
