// Φ⁻¹ on (0, ½) in pieces: eight to a power of two, on each the cubic through four Chebyshev nodes (error below 1.6e-7 of
// the value from h = ¼ down, 1e-7 above).

/** Pieces to a power of two, and powers of two: h from 2⁻³³ to 2⁻¹. */
const PIECES = 8;
const POWERS = 32;

/** Unit of the distance from where a piece begins: the last bit of a float32 number from 1 to 2. */
const UNIT: f64 = 1.1920928955078125e-7;

/** Four float32 coefficients a piece, lowest power first; one more piece for h = ½, where all are 0. */
export const TABLE: usize = memory.data((PIECES * POWERS + 1) * 16, 16);

/** Where float32 numbers v = 2³²·h begin to be looked up: the bits of ½. */
export const FIRST_BITS = 0x3f000000;

/** Numerators and denominators of `lowerQuantile`, highest power first; a denominator's last coefficient is 1. */
const CENTRE: usize = memory.data<f64>([
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
  1971.5909503065514427, 133.14166789178437745, 3.387132872796366608, 5226.495278852545925, 28729.085735721942674,
  39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
]);
const MIDDLE: usize = memory.data<f64>([
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
  0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
]);
const TAIL: usize = memory.data<f64>([
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
  0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
]);

function ratio(table: usize, x: f64): f64 {
  let numerator = 0.0;
  let denominator = 0.0;
  for (let i: usize = 0; i < 8; ++i) {
    numerator = numerator * x + load<f64>(table + 8 * i);
    denominator = denominator * x + load<f64>(table + 8 * (8 + i));
  }
  return numerator / denominator;
}

/** Φ⁻¹(h) for 0 < h < ½, about 16 digits: Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (1988). */
function lowerQuantile(h: f64): f64 {
  const q = h - 0.5;
  if (q >= -0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(h));
  return r <= 5.0 ? -ratio(MIDDLE, r - 1.6) : -ratio(TAIL, r - 5.0);
}

/** The cubic through four points at −s, −t, t, s, by its even and odd parts. */
function fillPiece(piece: usize, scale: f64, middle: f64): void {
  const radius = 0.5 / (PIECES as f64);
  const s = radius * 0.92387953251128674; // cos(π/8)
  const t = radius * 0.38268343236508977; // sin(π/8)
  const outerLow = lowerQuantile((middle - s) * scale);
  const innerLow = lowerQuantile((middle - t) * scale);
  const innerHigh = lowerQuantile((middle + t) * scale);
  const outerHigh = lowerQuantile((middle + s) * scale);
  const outerEven = 0.5 * (outerHigh + outerLow);
  const innerEven = 0.5 * (innerHigh + innerLow);
  const outerOdd = (0.5 * (outerHigh - outerLow)) / s;
  const innerOdd = (0.5 * (innerHigh - innerLow)) / t;
  const gap = s * s - t * t;
  const square = (outerEven - innerEven) / gap;
  const cube = (outerOdd - innerOdd) / gap;
  // From powers of the distance to the middle to those of the distance to the beginning.
  const flat = innerEven - square * t * t;
  const slope = innerOdd - cube * t * t;
  store<f32>(piece, (flat - radius * (slope - radius * (square - radius * cube))) as f32);
  store<f32>(piece, ((slope - radius * (2.0 * square - radius * 3.0 * cube)) * UNIT) as f32, 4);
  store<f32>(piece, ((square - 3.0 * radius * cube) * UNIT * UNIT) as f32, 8);
  store<f32>(piece, (cube * UNIT * UNIT * UNIT) as f32, 12);
}

/** Computed when the module starts, from arithmetic that every engine rounds alike: the same bits everywhere. */
function fillTable(): void {
  let piece = TABLE;
  let scale = 1.1641532182693481e-10; // 2⁻³³
  for (let power = 0; power < POWERS; ++power, scale *= 2.0) {
    for (let i = 0; i < PIECES; ++i, piece += 16) {
      fillPiece(piece, scale, 1.0 + ((i as f64) + 0.5) / (PIECES as f64));
    }
  }
}

fillTable();
