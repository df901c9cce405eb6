/**
 * Mills ratio of the standard normal distribution, R(y) = Φ(−y) / φ(y) = √(π/2) e^{y²/2} erfc(y/√2), to a relative 1e-15:
 * the upper tail without its exponential. Falls from ∞ to 0, with R(0) = √(π/2), R(y) ≈ 1/y for large y and R' = y R − 1.
 *
 * For y >= −0.75 rational approximations of least relative error, fitted for this file by Lawson's algorithm in 45-digit
 * arithmetic (4e-17 up to 6, 8e-17 beyond); below by R(y) = √(2π) e^{y²/2} − R(−y).
 *
 * @returns Infinity below about −37.6, where e^{y²/2} leaves the range of doubles
 * @example
 * millsRatio(1); // 0.6556795424187986
 */
export function millsRatio(y: number): number {
  if (y > 6) return far(y);
  return y < -0.75 ? nearlyAll(y) : middle(y + 0.75);
}

const sqrtTwoPi = 2.5066282746310007;

/** R(y) for y < −0.75; y² is split where its square is exact, so that rounding a large one costs nothing. */
function nearlyAll(y: number): number {
  if (y < -38.6) return Number.POSITIVE_INFINITY;
  const head = Math.trunc(y * 16) / 16;
  const rest = (y - head) * (y + head);
  return sqrtTwoPi * Math.exp(0.5 * head * head) * Math.exp(0.5 * rest) - millsRatio(-y);
}

/** R(w − 0.75) for w in [0, 6.75]. */
function middle(w: number): number {
  let numerator = 0.00002706576956875896 * w + 0.0006281161914658197;
  numerator = numerator * w + 0.007078642247028057;
  numerator = numerator * w + 0.050066997947397586;
  numerator = numerator * w + 0.24243267757866976;
  numerator = numerator * w + 0.8259258594658092;
  numerator = numerator * w + 1.9594101004159086;
  numerator = numerator * w + 3.030332413981871;
  numerator = numerator * w + 2.5681717549665746;
  let denominator = 0.00002706575860653973 * w + 0.0006078176473747949;
  denominator = denominator * w + 0.006634594102830444;
  denominator = denominator * w + 0.045407015221224645;
  denominator = denominator * w + 0.2123841489966495;
  denominator = denominator * w + 0.6985720854559775;
  denominator = denominator * w + 1.60629760471449;
  denominator = denominator * w + 2.478304245765277;
  denominator = denominator * w + 2.319339124685745;
  return numerator / (denominator * w + 1);
}

/** R(y) for y > 6: a rational function of 1/y², over y. */
function far(y: number): number {
  const z = 1 / (y * y);
  let numerator = 1249.987604177033 * z + 1445.9110268919856;
  numerator = numerator * z + 398.5168950953377;
  numerator = numerator * z + 36.387557232003516;
  numerator = numerator * z + 1;
  let denominator = 356.6239990975442 * z + 2188.7405942358755;
  denominator = denominator * z + 1781.6528068997457;
  denominator = denominator * z + 432.90445232845053;
  denominator = denominator * z + 37.38755723200275;
  return numerator / ((denominator * z + 1) * y);
}
