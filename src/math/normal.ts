const inverseSqrtTwoPi = 0.3989422804014327;
const sqrt32 = 5.656854249492381;

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return inverseSqrtTwoPi * expMinusHalfSquare(x);
}

/**
 * Distribution function of the standard normal, Φ(x). Relative error below 1e-15 down to x = −37, where Φ leaves the
 * normal range of doubles.
 *
 * Cody, "Rational Chebyshev approximations for the error function" (1969), in the form for Φ of Algorithm 715 (1993).
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size <= centreLimit) return 0.5 + centralPart(x);
  const tail = expMinusHalfSquare(size) * scaledTail(size);
  return x > 0 ? 1 - tail : tail;
}

/**
 * Φ(−x) exp(x²/2) for x >= 0: the upper tail without its exponential, so that it can be compared where Φ itself has
 * vanished. Multiplied by √(2π) it is the Mills ratio.
 */
export function scaledNormalTail(x: number): number {
  if (x > centreLimit) return scaledTail(x);
  return (0.5 - centralPart(x)) * Math.exp(0.5 * x * x);
}

const centreLimit = 0.67448975;

/** Φ(x) − ½ for |x| <= 0.67448975. */
function centralPart(x: number): number {
  const z = x * x;
  const numerator =
    (((0.06568233791820745 * z + 2.2352520354606837) * z + 161.02823106855587) * z + 1067.6894854603709) * z +
    18154.98125334356;
  const denominator =
    (((z + 47.202581904688245) * z + 976.0985517377767) * z + 10260.932208618979) * z + 45507.78933502673;
  return (x * numerator) / denominator;
}

/** Φ(−y) exp(y²/2) for y > 0.67448975. */
function scaledTail(y: number): number {
  return y <= sqrt32 ? middleTail(y) : farTail(y);
}

function middleTail(y: number): number {
  let numerator = 1.0765576773720192e-8 * y + 0.39894151208813466;
  numerator = numerator * y + 8.883149794388377;
  numerator = numerator * y + 93.50665613217785;
  numerator = numerator * y + 597.2702763948002;
  numerator = numerator * y + 2494.5375852903726;
  numerator = numerator * y + 6848.190450536283;
  numerator = numerator * y + 11602.65143764735;
  numerator = numerator * y + 9842.714838383978;
  let denominator = y + 22.266688044328117;
  denominator = denominator * y + 235.387901782625;
  denominator = denominator * y + 1519.3775994075547;
  denominator = denominator * y + 6485.558298266761;
  denominator = denominator * y + 18615.571640885097;
  denominator = denominator * y + 34900.95272114598;
  denominator = denominator * y + 38912.00328609327;
  denominator = denominator * y + 19685.429676859992;
  return numerator / denominator;
}

function farTail(y: number): number {
  const z = 1 / (y * y);
  let numerator = 0.023073441764940174 * z + 0.215898534057957;
  numerator = numerator * z + 0.12740116116024736;
  numerator = numerator * z + 0.022235277870649807;
  numerator = numerator * z + 0.0014216191932278934;
  numerator = numerator * z + 0.000029112874951168793;
  let denominator = z + 1.284260096144911;
  denominator = denominator * z + 0.4682382124808651;
  denominator = denominator * z + 0.06598813786892856;
  denominator = denominator * z + 0.0037823963320275824;
  denominator = denominator * z + 0.00007297515550839662;
  return (inverseSqrtTwoPi - (z * numerator) / denominator) / y;
}

/** exp(−x²/2) without the error that rounding a large x² would bring: x is split where its square is exact. */
function expMinusHalfSquare(x: number): number {
  const size = Math.abs(x);
  if (size < 2) return Math.exp(-0.5 * size * size);
  if (size > 40) return 0;
  const head = Math.trunc(size * 16) / 16;
  const rest = (size - head) * (size + head);
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * rest);
}
