import type { RandomStream } from '../../math/random.ts';
import { chooseCuts, cutByScore, smoothBothWays } from '../cut-rows.ts';
import type { SwitchingExpectation } from './expected-moves.ts';
import type { FreeParameters } from './free-parameters.ts';
import { stationaryStart } from './joint-chain.ts';
import type { SingleRegression } from './single-regression.ts';
import { maximiseSwitching } from './switching-maximisation.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';

/** Maximisation steps that turn a grouping of the rows into parameters. */
const steps = 3;

/**
 * Parameters to start EM from. Rows are cut into groups by a score of the errors of a single regression, and each group
 * gets the parameters of its own rows. Scores, in turn: the errors' smoothed size, their own size, their smoothed
 * level, their own level, the smoothed level of the dependent, and time, cut into random stretches. The first five
 * restarts cut into equal groups; later ones choose smoothing, cuts and persistence at random.
 */
export function chooseSwitchingStart(
  data: SwitchingRows,
  layout: FreeParameters,
  single: SingleRegression,
  restart: number,
  stream: RandomStream,
): SwitchingState {
  const { states, lagCoefficients } = layout.terms;
  const systematic = restart < 5;
  const persistence = systematic ? 0.95 : 0.5 + 0.49 * stream.uniform();
  const memory = systematic ? 0.9 : 0.5 + 0.48 * stream.uniform();
  const labels = groupRows(data, single, restart % 6, memory, chooseCuts(states, systematic, stream), stream);
  const transition = new Float64Array(states * states).fill(states === 1 ? 1 : (1 - persistence) / (states - 1));
  for (let k = 0; k < states && states > 1; k++) transition[k * (states + 1)] = persistence;
  let state: SwitchingState = {
    states,
    terms: data.terms,
    lags: data.lags,
    start: stationaryStart(states, transition),
    transition,
    coefficients: Float64Array.from({ length: states * data.terms }, (_, at) => single.coefficients[at % data.terms]),
    lagCoefficients: new Float64Array(states * lagCoefficients.length),
    variances: new Float64Array(states).fill(single.variance),
  };
  const known = knowLabels(data, labels, state);
  for (let step = 0; step < steps; step++) state = maximiseSwitching(state, data, layout, known);
  return state;
}

function groupRows(
  { rows, usable, dependent }: SwitchingRows,
  { residuals }: SingleRegression,
  kind: number,
  memory: number,
  cuts: readonly number[],
  stream: RandomStream,
): Int32Array {
  const used = Array.from({ length: rows }, (_, t) => t).filter((t) => usable[t] === 1);
  const errors = Float64Array.from(used, (t) => residuals[t]);
  const squares = errors.map((error) => error * error);
  const level = () => Float64Array.from(used, (t) => dependent[t]);
  const scores = [
    () => smoothBothWays(squares, memory),
    () => squares,
    () => smoothBothWays(errors, memory),
    () => errors,
    () => smoothBothWays(level(), memory),
  ];
  const groups =
    kind < scores.length ? cutByScore(scores[kind](), cuts) : cutTime(used.length, cuts.length + 1, stream);
  const labels = new Int32Array(rows);
  for (let t = 0, n = 0, last = 0; t < rows; t++) {
    if (usable[t] === 1) last = groups[n++];
    labels[t] = last;
  }
  return labels;
}

/** Stretches of random length, about four a group, in random groups. */
function cutTime(rows: number, groups: number, stream: RandomStream): Int32Array {
  const labels = new Int32Array(rows);
  const chance = (4 * groups) / rows;
  let label = stream.integer(groups);
  for (let n = 0; n < rows; n++) {
    if (stream.uniform() < chance) label = stream.integer(groups);
    labels[n] = label;
  }
  return labels;
}

/** The expectation as it were if every row's regime were known, with the moves that the transitions foretell. */
function knowLabels(
  { rows, first }: SwitchingRows,
  labels: Int32Array,
  { states, lags, transition, start }: SwitchingState,
): SwitchingExpectation {
  const size = states ** (lags + 1);
  const smoothed = new Float64Array((rows - first) * size);
  for (let t = first; t < rows; t++) {
    let joint = 0;
    for (let m = 0; m <= lags; m++) joint = joint * states + labels[Math.max(0, t - m)];
    smoothed[(t - first) * size + joint] = 1;
  }
  const moves = transition.map((probability) => (rows * probability) / states);
  return { logLikelihood: Number.NEGATIVE_INFINITY, smoothed, moves, start };
}
