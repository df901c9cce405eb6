import Table from 'cli-table3';
import { blankBorders } from './blank-borders.ts';

/** A column of a terminal's table. */
export interface TextColumn {
  readonly key: string;
  /** One line or two. */
  readonly head: string;
  readonly cells: readonly string[];
  readonly align?: 'left' | 'right';
  /** Characters as they show, where cells hold control codes; counted when left out. */
  readonly width?: number;
}

const gap = 2;

/** The columns without those that do not fit, left out in the order given, the least telling first. */
export function fitColumns(
  columns: readonly TextColumn[],
  width: number,
  expendable: readonly string[],
): readonly TextColumn[] {
  let kept = columns;
  for (const key of expendable) {
    if (tableWidth(kept) <= width) break;
    kept = kept.filter((column) => column.key !== key);
  }
  return kept;
}

/** Columns side by side, without a frame and without blanks at the ends of lines. */
export function renderTextTable(columns: readonly TextColumn[]): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align = 'right' }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    chars: { ...blankBorders },
  });
  table.push(...columns[0].cells.map((_, row) => columns.map(({ cells }) => cells[row])));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Characters that the widest cell of a column takes. */
export function columnWidth(head: string, cells: readonly string[]): number {
  return Math.max(...[...head.split('\n'), ...cells].map(({ length }) => length));
}

function tableWidth(columns: readonly TextColumn[]): number {
  return columns.reduce((sum, { head, cells, width = columnWidth(head, cells) }) => sum + gap + width, -gap);
}
