/** A Markdown table: the first column to the left, the others to the right. Bars within cells are escaped. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  const rule = header.map((_, i) => (i === 0 ? ':--' : '--:'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** A bullet list; line breaks within an item become spaces, angle brackets are escaped. */
export function bulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\s*\n\s*/g, ' ').replace(/</g, '&lt;')}`).join('\n');
}
