import { normalCdf, normalPdf } from './normal.ts';
import { halfStepGammaRatio, studentTwoSidedP } from './student-t.ts';

/**
 * Log density of the Student-t distribution scaled to unit variance, as Bollerslev (1987) gave it to GARCH, from z²:
 *   f(z) = Γ((ν+1)/2) / (Γ(ν/2) √(π(ν−2))) × (1 + z²/(ν−2))^(−(ν+1)/2).
 *
 * @param degreesOfFreedom ν > 2; left out for the standard normal
 * @throws RangeError on 2 degrees of freedom or fewer, where there is no variance
 */
export function unitStudentLogDensity(degreesOfFreedom?: number): (square: number) => number {
  if (degreesOfFreedom === undefined) {
    const constant = -0.5 * Math.log(2 * Math.PI);
    return (square) => constant - 0.5 * square;
  }
  checkDegrees(degreesOfFreedom);
  const spread = degreesOfFreedom - 2;
  const exponent = -(degreesOfFreedom + 1) / 2;
  const constant = Math.log(halfStepGammaRatio(degreesOfFreedom / 2)) - 0.5 * Math.log(Math.PI * spread);
  return (square) => constant + exponent * Math.log1p(square / spread);
}

/** A function at `origin + i / inverseStep`, i = 0, 1, …: to be interpolated between. */
export interface FunctionTable {
  readonly values: Float64Array;
  readonly origin: number;
  readonly inverseStep: number;
}

/** Normals made of 32 bits lie within ±6.34. */
const widest = 6.5;
const perUnit = 64;

/**
 * The function that turns a standard normal into a Student-t of unit variance with the same probability below it,
 * z ↦ F⁻¹(Φ(z)): odd and rising. Cubic interpolation in the table is exact to 1e-6 at 2.1 degrees of freedom, 1e-8 at 5.
 *
 * The tails end where the table does, at probability 4e-11, and the values are scaled so that their variance is 1 all the
 * same: by 1e-5 at 4 degrees of freedom, 0.04 % at 3, 24 % at 2.1.
 *
 * @param degreesOfFreedom above 2
 * @throws RangeError on 2 degrees of freedom or fewer
 */
export function unitStudentTable(degreesOfFreedom: number): FunctionTable {
  checkDegrees(degreesOfFreedom);
  const half = widest * perUnit;
  const values = new Float64Array(2 * half + 1);
  const logDensity = unitStudentLogDensity(degreesOfFreedom);
  const toStudent = Math.sqrt(degreesOfFreedom / (degreesOfFreedom - 2));
  let square = 0;
  for (let i = 1, last = 0; i <= half; i++) {
    const tail = 2 * normalCdf(-i / perUnit);
    let z = last + normalPdf((i - 1) / perUnit) / perUnit / Math.exp(logDensity(last * last));
    // Newton on the logarithm of the tail's probability: nearly a straight line over so short a way.
    for (let round = 0; round < 20; round++) {
      const found = studentTwoSidedP(z * toStudent, degreesOfFreedom);
      const move = (Math.log(found / tail) * found) / (2 * Math.exp(logDensity(z * z)));
      z += move;
      if (Math.abs(move) <= 1e-14 * z) break;
    }
    values[half + i] = z;
    square += (2 * z * z * normalPdf(i / perUnit)) / perUnit;
    last = z;
  }
  const scale = 1 / Math.sqrt(square);
  for (let i = 1; i <= half; i++) {
    values[half + i] *= scale;
    values[half - i] = -values[half + i];
  }
  return { values, origin: -widest, inverseStep: perUnit };
}

function checkDegrees(degreesOfFreedom: number): void {
  if (degreesOfFreedom > 2 && degreesOfFreedom < Number.POSITIVE_INFINITY) return;
  throw new RangeError(
    `degreesOfFreedom is ${degreesOfFreedom}: expected a number above 2, where Student-t has a variance; leave it out for the normal distribution`,
  );
}
