const significantDigits = 10;
/** Powers of ten by which numbers of ordinary size are scaled: exact in double precision. */
const powers = Array.from({ length: 20 }, (_, power) => 10 ** power);
const chunkLength = 65_536;

/**
 * A number to 10 significant digits in its shortest form; nothing for one that is not finite. Ordinary sizes avoid
 * `toPrecision`, which is several times slower.
 */
export function csvNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (!Number.isFinite(value)) return '';
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-6) return String(Number(value.toPrecision(significantDigits)));
  let digits = significantDigits - 1;
  for (let bound = 10; size >= bound; bound *= 10) digits--;
  for (let bound = 1; size < bound; bound /= 10) digits++;
  const scale = powers[digits];
  return String(Math.round(value * scale) / scale);
}

/**
 * `csvNumber` with a memory, for figures that return at the same place of a table, such as a day's price in every
 * contract: `slot` says where to look, and a figure that differs from the one last seen there is written anew.
 */
export function createNumberMemory(slots: number): (slot: number, value: number) => string {
  const values = new Float64Array(slots).fill(Number.NaN);
  const texts = new Array<string>(slots).fill('');
  return (slot, value) => {
    if (values[slot] !== value) {
      values[slot] = value;
      texts[slot] = csvNumber(value);
    }
    return texts[slot];
  };
}

/** A text field: quoted when it holds a comma, a quote or a line break (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A regime index; nothing where there is none. */
export function csvRegime(regime: number): string {
  return regime < 0 ? '' : String(regime);
}

/** A table as chunks of text of about 64 kB, so that a large one is never whole in memory. `line` ends each row itself. */
export function* csvChunks(header: string, rows: number, line: (row: number) => string): Generator<string> {
  let chunk = `${header}\n`;
  for (let row = 0; row < rows; row++) {
    chunk += line(row);
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
