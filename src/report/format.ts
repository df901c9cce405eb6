/** How numbers are written for people: a real minus sign, thousands apart, a dash where there is no figure. */
const noFigure = '–';

/** Fixed decimals: `formatNumber(-1234.5, 1)` is '−1,234.5'. Negative zero is written as zero. */
export function formatNumber(value: number | null, decimals = 2): string {
  if (value === null || !Number.isFinite(value)) return noFigure;
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** With its sign: for differences. */
export function formatSigned(value: number | null, decimals = 2): string {
  const text = formatNumber(value, decimals);
  return text === noFigure || text.startsWith('−') || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** A share or volatility (decimal) in percent: `formatPercent(0.123)` is '12.3 %' (with a no-break space). */
export function formatPercent(value: number | null, decimals = 1): string {
  const text = formatNumber(value === null ? null : 100 * value, decimals);
  return text === noFigure ? text : `${text}\u00a0%`;
}

/** A difference and its interval: '−0.12 [−0.20, −0.03]'. */
export function formatInterval(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  decimals = 3,
): string {
  // A bound beside zero is shown with its sign: whether the interval covers zero is what it is read for.
  const touchesZero = [low, high].some((bound) => bound !== 0 && Number(bound.toFixed(decimals)) === 0);
  if (touchesZero && decimals < 6) return formatInterval({ value, low, high }, decimals + 1);
  return `${formatSigned(value, decimals)} [${formatSigned(low, decimals)}, ${formatSigned(high, decimals)}]`;
}
