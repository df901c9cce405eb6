/**
 * Two-sided p-value of a Student t statistic: P(|T| ≥ |t|) = I_{ν/(ν+t²)}(ν/2, 1/2), with I the regularised incomplete
 * beta function (Abramowitz and Stegun 1964, 26.7.1). Accurate to about 1e-14.
 *
 * @param statistic t; an infinite one gives 0
 * @param degreesOfFreedom ν > 0
 */
export function studentTwoSidedP(statistic: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) throw new RangeError(`degreesOfFreedom is ${degreesOfFreedom}: expected a number > 0`);
  if (!Number.isFinite(statistic)) return Number.isNaN(statistic) ? Number.NaN : 0;
  const square = statistic * statistic;
  const a = degreesOfFreedom / 2;
  const x = degreesOfFreedom / (degreesOfFreedom + square);
  const y = square / (degreesOfFreedom + square);
  if (y === 0) return 1;
  // x^a y^½ / B(a, ½), with the logarithm of x taken so that an x close to 1 loses nothing.
  const power = Math.exp(-a * Math.log1p(square / degreesOfFreedom)) * Math.sqrt(y);
  const front = (power * halfStepGammaRatio(a)) / Math.sqrt(Math.PI);
  // Each continued fraction converges fast on its own side of the mean.
  return x < (a + 1) / (a + 2.5) ? (front * betaFraction(a, 0.5, x)) / a : 1 - 2 * front * betaFraction(0.5, a, y);
}

/** Continued fraction of the incomplete beta function (A&S 26.5.8), by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const keep = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / keep(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / keep(1 + even * d);
    c = keep(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / keep(1 + odd * d);
    c = keep(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** Γ(a + ½) / Γ(a) for a > 0: a is raised to 20 or more, where the asymptotic series is exact to double precision. */
export function halfStepGammaRatio(a: number): number {
  let z = a;
  let factor = 1;
  for (; z < 20; z += 1) factor *= z / (z + 0.5);
  const w = 1 / (z * z);
  const series = 1 / 8 - w * (1 / 192 - w * (1 / 640 - w * (17 / 14336 - (w * 31) / 18432)));
  return factor * Math.sqrt(z) * Math.exp(-series / z);
}

/** Slope of ln(Γ(a + ½) / Γ(a)) by a, that is ψ(a + ½) − ψ(a) with the digamma function ψ, for a > 0: as `halfStepGammaRatio`. */
export function halfStepDigamma(a: number): number {
  let z = a;
  let raised = 0;
  for (; z < 20; z += 1) raised += 1 / z - 1 / (z + 0.5);
  const w = 1 / (z * z);
  const series = 1 / 8 - w * (1 / 64 - w * (1 / 128 - w * (17 / 2048 - (w * 31) / 2048)));
  return raised + 0.5 / z + w * series;
}
