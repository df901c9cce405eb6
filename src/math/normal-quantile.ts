/**
 * Inverse of the standard normal distribution function, Φ⁻¹(p), to a relative 1e-15 in the tail as in the centre.
 *
 * Rational approximations of least relative error in the three regions that Wichura chose (Algorithm AS 241, 1988): the
 * centre in 0.425² − (p − ½)², the tails in √(−ln p). Coefficients fitted for this file by Lawson's algorithm in 45-digit arithmetic.
 *
 * @param p in [0, 1]; NaN outside. Of an upper tail give 1 − p and change the sign, since p itself cannot tell small tails.
 * @returns ∓Infinity for 0 and 1
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  const fromMiddle = p - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * centre(0.180625 - fromMiddle * fromMiddle);
  if (fromMiddle > 0) return p === 1 ? Number.POSITIVE_INFINITY : lowerTail(1 - p);
  return p === 0 ? Number.NEGATIVE_INFINITY : -lowerTail(p);
}

/** −Φ⁻¹(q) for 0 < q < 0.075. */
function lowerTail(q: number): number {
  const root = Math.sqrt(-Math.log(q));
  return root < 5 ? nearTail(root - nearTailFrom) : farTail(root - 5);
}

const nearTailFrom = 1.6094306960679687;

function centre(r: number): number {
  let numerator = 2504.7254937689618 * r + 33384.93427664052;
  numerator = numerator * r + 67196.03088688037;
  numerator = numerator * r + 45887.38074427671;
  numerator = numerator * r + 13724.660457521613;
  numerator = numerator * r + 1970.979077988562;
  numerator = numerator * r + 133.12282300673002;
  numerator = numerator * r + 3.3871328727963665;
  let denominator = 5218.237227346426 * r + 28693.286341265903;
  denominator = denominator * r + 39270.59695611405;
  denominator = denominator * r + 21199.12765359934;
  denominator = denominator * r + 5391.649129795329;
  denominator = denominator * r + 686.9896411442556;
  denominator = denominator * r + 42.307767032928275;
  return numerator / (denominator * r + 1);
}

function nearTail(w: number): number {
  let numerator = 0.000765767141298114 * w + 0.02252173596830165;
  numerator = numerator * w + 0.24014530053867844;
  numerator = numerator * w + 1.2644478999058946;
  numerator = numerator * w + 3.6391184395994283;
  numerator = numerator * w + 5.773507075059082;
  numerator = numerator * w + 4.653529300874762;
  numerator = numerator * w + 1.439531470938456;
  let denominator = 1.0309334555880971e-9 * w + 0.0005413884272963759;
  denominator = denominator * w + 0.015060484962310886;
  denominator = denominator * w + 0.14701074683123236;
  denominator = denominator * w + 0.6856292005281641;
  denominator = denominator * w + 1.6688408592053607;
  denominator = denominator * w + 2.04794897867477;
  return numerator / (denominator * w + 1);
}

function farTail(w: number): number {
  let numerator = 1.9886310919299542e-7 * w + 0.000026915347963499854;
  numerator = numerator * w + 0.001236468073340843;
  numerator = numerator * w + 0.026444748816688308;
  numerator = numerator * w + 0.2959420292415254;
  numerator = numerator * w + 1.7826946304606501;
  numerator = numerator * w + 5.460941733334147;
  numerator = numerator * w + 6.657904643501104;
  let denominator = 1.9833716745922072e-15 * w + 1.4061654085829453e-7;
  denominator = denominator * w + 0.000018329282680984862;
  denominator = denominator * w + 0.0007831546118638454;
  denominator = denominator * w + 0.014831784918576889;
  denominator = denominator * w + 0.13670396965491288;
  denominator = denominator * w + 0.5994051686239555;
  return numerator / (denominator * w + 1);
}
