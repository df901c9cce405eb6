import { halfStepDigamma, halfStepGammaRatio } from '../../math/student-t.ts';
import type { GarchLaw } from './garch-terms.ts';

/**
 * A law of shocks z with mean 0 and variance 1. Its functions are given their state, so that one piece of compiled code serves
 * every fit.
 */
export interface ShockLaw {
  /** Fills what `score` needs at these shape parameters. */
  prepare(degreesOfFreedom: number, skew: number, constants: Float64Array): void;
  /** Log density at z; its slopes by z, ν and λ go into `slopes`. */
  score(z: number, constants: Float64Array, slopes: Float64Array): number;
}

/** Room that `constants` takes, and `slopes`. */
export const CONSTANTS = 10;
export const SLOPES = 3;

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

const normal: ShockLaw = {
  prepare: () => {},
  score(z, _, slopes) {
    slopes[0] = -z;
    return -0.5 * z * z - logRootTwoPi;
  },
};

/**
 * ln f = ln c − (ν + 1)/2 ln(1 + z²/(ν − 2)), c = Γ((ν + 1)/2) / (Γ(ν/2) √(π(ν − 2))): the density of `unitStudentLogDensity`
 * with its slopes.
 */
const studentT: ShockLaw = {
  prepare(nu, _, constants) {
    constants[0] = nu - 2;
    constants[1] = (nu + 1) / 2;
    constants[2] = logPeak(nu);
    constants[3] = logPeakSlope(nu);
  },
  score(z, constants, slopes) {
    const room = constants[0];
    const power = constants[1];
    const square = z * z;
    const tail = Math.log1p(square / room);
    const share = power / (room + square);
    slopes[0] = -2 * share * z;
    slopes[1] = constants[3] - 0.5 * tail + (share * square) / room;
    return constants[2] - power * tail;
  },
};

/**
 * Hansen (1994): ln f = ln b + ln c − (ν + 1)/2 ln(1 + w²/(ν − 2)), w = (b z + a)/(1 ± λ) with + where b z + a ≥ 0,
 * a = 4 λ c (ν − 2)/(ν − 1), b² = 1 + 3 λ² − a², c as for Student-t.
 */
const skewedT: ShockLaw = {
  prepare(nu, skew, constants) {
    studentT.prepare(nu, skew, constants);
    const peak = Math.exp(constants[2]);
    const ratio = (nu - 2) / (nu - 1);
    const a = 4 * skew * peak * ratio;
    const b = Math.sqrt(1 + 3 * skew * skew - a * a);
    const aBySkew = 4 * peak * ratio;
    const aByNu = 4 * skew * peak * (constants[3] * ratio + 1 / (nu - 1) ** 2);
    constants[4] = a;
    constants[5] = b;
    constants[6] = aBySkew;
    constants[7] = (3 * skew - a * aBySkew) / b;
    constants[8] = aByNu;
    constants[9] = (-a * aByNu) / b;
    // ln b belongs to the peak, and its slope by ν too.
    constants[2] += Math.log(b);
    constants[3] += constants[9] / b;
  },
  score(z, constants, slopes) {
    const room = constants[0];
    const power = constants[1];
    const b = constants[5];
    const shifted = b * z + constants[4];
    // λ is had from a = λ × its slope.
    const skew = constants[4] / constants[6];
    const side = shifted < 0 ? -1 : 1;
    const width = 1 + side * skew;
    const w = shifted / width;
    const square = w * w;
    const tail = Math.log1p(square / room);
    const share = power / (room + square);
    const byW = -2 * share * w;
    slopes[0] = (byW * b) / width;
    slopes[1] = constants[3] - 0.5 * tail + (share * square) / room + (byW * (constants[9] * z + constants[8])) / width;
    slopes[2] = constants[7] / b + (byW * (constants[7] * z + constants[6] - side * w)) / width;
    return constants[2] - power * tail;
  },
};

function logPeak(nu: number): number {
  return Math.log(halfStepGammaRatio(nu / 2)) - 0.5 * Math.log(Math.PI * (nu - 2));
}

function logPeakSlope(nu: number): number {
  return 0.5 * halfStepDigamma(nu / 2) - 0.5 / (nu - 2);
}

/** Laws by name. */
export const shockLaws: Readonly<Record<GarchLaw, ShockLaw>> = { normal, 'student-t': studentT, 'skewed-t': skewedT };
