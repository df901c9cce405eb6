/** Rows of the last close before the span tested, 2005-12-30, so that the first day forecast is 2006-01-03. */
export const TEST_FROM = '2005-12-30';
export const HORIZONS = [1, 5, 22];
const gridDays = HORIZONS;
const target = 'parkinson';

/** Rows of a first fit three years and more before, at a distance of whole refits from the span tested. */
const monthly = { refitEveryRows: 22, firstFitRows: 1508 - 34 * 22 };
const quarterly = { refitEveryRows: 63, firstFitRows: 1508 - 12 * 63 };

/**
 * The rows to be reproduced, defined as the reference does: clips, bias corrections and starts are theirs. `expected` holds
 * QLIKE and MSE by horizon, from a walk-forward in Python of the same bars. Forecasts of squared returns are `rescaled` there day by
 * day, by the ratio of all Parkinson variances to all squared returns so far.
 */
export const baselines = {
  'EWMA .94 r²': {
    settings: { name: 'ewma', measure: 'squared-return' },
    rescaled: true,
    walk: monthly,
    expected: [
      [0.49779838, 6.10496284],
      [0.32481094, 3.76389495],
      [0.45760778, 3.39262854],
    ],
  },
  'EWMA .94 Parkinson': {
    settings: { name: 'ewma', target },
    walk: monthly,
    expected: [
      [0.47151563, 6.13544341],
      [0.29464475, 3.74085429],
      [0.41751447, 3.38663727],
    ],
  },
  'GARCH normal': {
    settings: { name: 'garch' },
    rescaled: true,
    walk: quarterly,
    expected: [
      [0.44950383, 5.47577278],
      [0.26277372, 3.31097096],
      [0.31867027, 3.13253714],
    ],
  },
  'GARCH Student-t': {
    settings: { name: 'garch', law: 'student-t' },
    rescaled: true,
    walk: quarterly,
    expected: [
      [0.45219018, 5.73062229],
      [0.26766281, 3.62937809],
      [0.3278497, 3.38661021],
    ],
  },
  'GJR normal': {
    settings: { name: 'gjr' },
    rescaled: true,
    walk: quarterly,
    expected: [
      [0.41316744, 5.02365368],
      [0.23609078, 3.01204297],
      [0.31376816, 3.02514898],
    ],
  },
  'HAR Parkinson': {
    settings: { name: 'har', windows: [1, 5, 22], clip: { low: 1, high: 1 }, gridDays, target },
    walk: monthly,
    expected: [
      [0.41416313, 5.05005192],
      [0.23595844, 3.13558821],
      [0.3186247, 3.12244121],
    ],
  },
  'log-HAR Parkinson': {
    settings: { name: 'log-har', bias: 'normal', clip: null, gridDays, target },
    walk: monthly,
    expected: [
      [0.41614364, 5.1730336],
      [0.23715117, 2.98206064],
      [0.32302513, 2.96841255],
    ],
  },
  'log-HAR, leverage, unclipped': {
    settings: { name: 'har-leverage', bias: 'normal', clip: null, gridDays, target },
    walk: monthly,
    expected: [
      [0.4038131, 144.30714711],
      [0.22516871, 22.47779622],
      [0.31361239, 4.62871872],
    ],
  },
};

/**
 * Members of the combinations, with the settings that users get unless they ask for others, but for a month of 22 days, as in
 * the rows above, and ten networks instead of four.
 */
export const members = {
  gjr: { settings: { name: 'gjr', target }, walk: quarterly },
  har: { settings: { name: 'har', windows: [1, 5, 22], gridDays, target }, walk: monthly },
  'har-leverage': { settings: { name: 'har-leverage', gridDays, target }, walk: monthly },
  lstm: {
    settings: {
      name: 'lstm',
      window: 22,
      units: 8,
      epochs: 30,
      batch: 128,
      learningRate: 0.005,
      ensemble: 10,
      gridDays,
      target,
    },
    walk: quarterly,
  },
  'boosted-trees': { settings: { name: 'boosted-trees', gridDays, target }, walk: quarterly },
};

const exogenous = [{ column: 'impliedVol' }];

/** With `--implied-vol FILE`: what the market's own forecast adds, known at the same close. Not chosen from. */
export const withImpliedVol = {
  'har-leverage, implied': { ...members['har-leverage'], settings: { ...members['har-leverage'].settings, exogenous } },
  'lstm, implied': { ...members.lstm, settings: { ...members.lstm.settings, exogenous } },
};

const plain = ['gjr', 'har', 'har-leverage'];

/** What is chosen from, by losses before the span tested; the first is kept where there is too little to go by. */
export const candidates = {
  plain,
  'with lstm': [...plain, 'lstm'],
  'with trees': [...plain, 'boosted-trees'],
  'with both': [...plain, 'lstm', 'boosted-trees'],
};

/** The same without the LSTM. */
export const withoutLstm = {
  plain: 'plain',
  'with lstm': 'plain',
  'with trees': 'with trees',
  'with both': 'with trees',
};

/** QLIKE at most, by horizon: what the plain combination reaches. */
export const most = [0.398, 0.221, 0.301];
