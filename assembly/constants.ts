// Constants of exp, sigmoid and tanh of four numbers at a time (exp.ts, sigmoid.ts, tanh.ts), whose relative errors are
// below 1e-6. They stand in memory: a broadcasting load costs nothing beside the arithmetic, while an engine builds a
// constant written in the code anew each time, on the units that the arithmetic needs. Loops that have registers to
// spare read them before, `sigmoidInPlace` and `tanhInPlace`: an LSTM's cell is faster by a sixth for it.
const CONSTANTS: usize = memory.data<f32>(
  [
    // 0. Between these e^x is a normal number; the argument is held there. NaN passes through.
    -87.3, 88.3,
    // 2. log₂ e, and 1.5·2²³: adding it rounds to a whole number and leaves that in the low bits of the float.
    1.4426950408889634, 12582912.0,
    // 4. ln 2 in two parts, the first with so few bits that n times it is exact (Cody and Waite, 1980).
    0.693359375, -2.1219444005471377e-4,
    // 6. p, highest power first; its last coefficient is 0.5.
    0.001392618358789702, 0.008363179052727866, 0.041666554617201146, 0.16666576989698692, 0.5,
    // 11. 1.
    1.0,
    // 12. −log₂ e, and where the argument of the sigmoid is held, so that 2ⁿ·(a − b) stays a normal number.
    -1.4426950408889634, -85.5, 87.0,
    // 15. a₀ and b₀ of the sigmoid.
    12.03072603, 6.01532386,
    // 17. Where tanh is held: its fraction is exactly 1 there, and nowhere above 1 before.
    -7.7709856033325195, 7.7709856033325195,
    // 19. Numerator of tanh, highest power first.
    46.679511932458404, 12123.984133903148, 532386.9939363596, 4121646.6069616284,
    // 23. Its denominator, from the second highest power on; the first has the coefficient 1.
    978.1728569868712, 97999.59061617168, 1906264.0698486147, 4121647.274180676,
    // 27. 2⁻⁸⁰.
    8.271806125530277e-25,
  ],
  16,
);

// Their places, in numbers.
export const EXP_LOW: usize = 0;
export const EXP_HIGH: usize = 1;
export const LOG2_E: usize = 2;
export const ROUNDER: usize = 3;
export const LN2_HIGH: usize = 4;
export const LN2_LOW: usize = 5;
export const EXP_P4: usize = 6;
export const EXP_P3: usize = 7;
export const EXP_P2: usize = 8;
export const EXP_P1: usize = 9;
export const EXP_P0: usize = 10;
export const ONE: usize = 11;
export const MINUS_LOG2_E: usize = 12;
export const SIGMOID_LOW: usize = 13;
export const SIGMOID_HIGH: usize = 14;
export const SIGMOID_A0: usize = 15;
export const SIGMOID_B0: usize = 16;
export const TANH_LOW: usize = 17;
export const TANH_HIGH: usize = 18;
export const TANH_P3: usize = 19;
export const TANH_P2: usize = 20;
export const TANH_P1: usize = 21;
export const TANH_P0: usize = 22;
export const TANH_Q3: usize = 23;
export const TANH_Q2: usize = 24;
export const TANH_Q1: usize = 25;
export const TANH_Q0: usize = 26;
export const LEAST: usize = 27;

// @ts-ignore: decorator
@inline
export function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

// @ts-ignore: decorator
@inline
export function one4(): v128 {
  return constant(ONE);
}
