/** Where a bad value stood. Line and column are 1-based, as editors count them. */
export interface InputLocation {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number | string;
}

/**
 * The caller's input is wrong: a file, a configuration, an argument. The message is one line that names the value,
 * where it stood, what was expected and what to do; the command prints it without a stack trace and exits with 2.
 * Anything else that is thrown is a defect of this project (exit 1).
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(message: string, location: InputLocation = {}) {
    // A damaged file may hold anything; what is printed stays one line of text.
    super(`${locationPrefix(location)}${message}`.replace(/\s*\p{Cc}+\s*/gu, ' '));
  }
}

function locationPrefix({ file, line, column }: InputLocation): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(file);
  if (line !== undefined) parts.push(`line ${line}`);
  if (column !== undefined) parts.push(`column ${column}`);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}
