/**
 * Text in lines of so many columns at most, broken between words; lines that follow the first start with `indent`. A word
 * that is longer has a line of its own, and breaks of the text stay.
 *
 * @example
 * wrapText('note: quotes far apart', 12, '  '); // 'note: quotes\n  far apart'
 */
export function wrapText(text: string, width: number, indent = ''): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width, indent))
    .join('\n');
}

function wrapLine(text: string, width: number, indent: string): string {
  // A figure stays with its percent sign, as with a unit after a space that does not break.
  const [first, ...words] = text.split(/ (?!%)/);
  const lines = [first];
  for (const word of words) {
    const joined = `${lines[lines.length - 1]} ${word}`;
    if (joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}
