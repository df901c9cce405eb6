import { type Html, html } from './html.ts';

export interface TableColumn {
  readonly label: string | Html;
  /** Shown small under the label. */
  readonly unit?: string;
  /** Explains the column when it is pointed at. */
  readonly meaning?: string;
  readonly align?: 'text' | 'number';
}

export interface TableCell {
  readonly text: string | Html;
  readonly bold?: boolean;
  /** Class names for shading. */
  readonly className?: string;
  /** Inline style: the strength of a shade. */
  readonly style?: string;
}

/**
 * A table that scrolls sideways inside its own frame where the page is narrow. The first cell of each row is its
 * header and stays in view.
 */
export function renderTable(
  label: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly (TableCell | string)[])[],
): Html {
  const aligned = (index: number) => (columns[index].align === 'text' ? 'text' : 'number');
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map(
    ({ label: name, unit, meaning }, i) =>
      html`<th scope="col" class="${aligned(i)}"${meaning === undefined ? null : html` title="${meaning}"`}>${name}${
        unit === undefined ? null : html`<span class="unit">${unit}</span>`
      }</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => renderCell(cell, i, aligned(i)))}</tr>\n`)}</tbody>
</table></div>`;
}

function renderCell(cell: TableCell | string, index: number, align: string): Html {
  const { text, bold = false, className, style } = typeof cell === 'string' ? ({ text: cell } as TableCell) : cell;
  const content = bold ? html`<strong>${text}</strong>` : html`${text}`;
  const classes = className === undefined ? align : `${align} ${className}`;
  const styled = style === undefined ? null : html` style="${style}"`;
  if (index === 0) return html`<th scope="row" class="${classes}"${styled}>${content}</th>`;
  return html`<td class="${classes}"${styled}>${content}</td>`;
}

/** A policy's name beside its colour. */
export function swatch(name: string, colour: string): Html {
  return html`<span class="swatch" style="background:${colour}"></span>${name}`;
}
