import type { HestonOrBates } from '../../src/contracts/heston-parameters.ts';

/*
 * A judge of Heston's and Bates's prices that shares no code with them: Lewis's single integral (2001),
 *   call = F − √(FK)/π ∫₀^∞ Re[e^{iu ln(F/K)} φ(u − i/2)] / (u² + ¼) du,
 * by adaptive Gauss–Kronrod quadrature, φ in complex arithmetic as Albrecher et al. (2007) write it. No interval of the
 * distribution is cut off, and no terms are counted.
 */

type Complex = readonly [number, number];

const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const sub = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];
const mul = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const times = (a: Complex, b: number): Complex => [a[0] * b, a[1] * b];
const div = (a: Complex, b: Complex): Complex => times(mul(a, [b[0], -b[1]]), 1 / (b[0] * b[0] + b[1] * b[1]));
const exp = (a: Complex): Complex => times([Math.cos(a[1]), Math.sin(a[1])], Math.exp(a[0]));
const log = (a: Complex): Complex => [Math.log(Math.hypot(...a)), Math.atan2(a[1], a[0])];

function sqrt([re, im]: Complex): Complex {
  const size = Math.hypot(re, im);
  const half = Math.sqrt(0.5 * (size + Math.abs(re)));
  if (half === 0) return [0, 0];
  return re >= 0 ? [half, im / (2 * half)] : [Math.abs(im) / (2 * half), im < 0 ? -half : half];
}

/** ln φ(u − i/2). */
function logCharacteristic(parameters: HestonOrBates, years: number, u: number): Complex {
  const { initialVariance: v, meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma } = parameters;
  const { correlation: rho, jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  // With z = iu + ½: β = κ − ρσz and d² = β² + σ²(u² + ¼), the real parts' cancellation done on paper.
  const z: Complex = [0.5, u];
  const shifted = kappa - 0.5 * rho * sigma;
  const beta: Complex = [shifted, -rho * sigma * u];
  const square = shifted * shifted + sigma * sigma * ((1 - rho) * (1 + rho) * u * u + 0.25);
  const d = sqrt([square, -2 * shifted * rho * sigma * u]);
  const sum = add(beta, d);
  // β − d = −σ²(u² + ¼)/(β + d).
  const difference = div([-sigma * sigma * (u * u + 0.25), 0], sum);
  const g = div(difference, sum);
  const decay = exp(times(d, -years));
  const one: Complex = [1, 0];
  const whole = sub(one, mul(g, decay));
  const logarithm = log(div(whole, sub(one, g)));
  const scale = 1 / (sigma * sigma);
  const c = times(sub(times(difference, years), times(logarithm, 2)), kappa * theta * scale);
  const slope = times(mul(difference, div(sub(one, decay), whole)), scale);
  const size = exp(add(times(z, jumpMean), times(mul(z, z), 0.5 * jumpSd * jumpSd)));
  const jumps = sub(sub(size, one), times(z, Math.expm1(jumpMean + 0.5 * jumpSd * jumpSd)));
  return add(add(c, times(slope, v)), times(jumps, jumpsPerYear * years));
}

const nodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848,
];
const kronrod = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889,
];
const middleKronrod = 0.20948214108472782;
const gauss = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189];
const middleGauss = 0.4179591836734694;

/** ∫ f by Gauss and Kronrod's 7 and 15 points, halved until the two agree; the finer one is far better than that. */
function integrate(f: (u: number) => number, from: number, to: number, tolerance: number, depth = 0): number {
  const middle = 0.5 * (from + to);
  const half = 0.5 * (to - from);
  const centre = f(middle);
  let fine = centre * middleKronrod;
  let coarse = centre * middleGauss;
  for (let i = 0; i < 7; i++) {
    const pair = f(middle - half * nodes[i]) + f(middle + half * nodes[i]);
    fine += kronrod[i] * pair;
    if (i % 2 === 1) coarse += gauss[(i - 1) / 2] * pair;
  }
  if (half * Math.abs(fine - coarse) < tolerance || depth > 20) return half * fine;
  return integrate(f, from, middle, tolerance, depth + 1) + integrate(f, middle, to, tolerance, depth + 1);
}

/** Price, over the forward, of the option that is out of the money at ln(K/F): good to about 1e-14. */
export function lewisPrice(parameters: HestonOrBates, years: number, logMoneyness: number): number {
  const integrand = (u: number) => {
    const [re, im] = logCharacteristic(parameters, years, u);
    return (Math.exp(re) * Math.cos(im - u * logMoneyness)) / (u * u + 0.25);
  };
  let integral = 0;
  // Panels of half a turn at most, so that two rules never agree by chance.
  const widest = Math.PI / Math.max(Math.abs(logMoneyness), 1e-6);
  for (let from = 0; ; ) {
    const to = from + Math.min(Math.max(0.25, 0.25 * from), widest);
    integral += integrate(integrand, from, to, 1e-14);
    // What is left is at most |φ|/u.
    if (Math.exp(logCharacteristic(parameters, years, to)[0]) < 1e-15 * to || to > 2 ** 22) break;
    from = to;
  }
  const call = 1 - (Math.exp(0.5 * logMoneyness) / Math.PI) * integral;
  return logMoneyness > 0 ? call : call + Math.expm1(logMoneyness);
}
