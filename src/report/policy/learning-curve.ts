import * as Plot from '@observablehq/plot';
import { quantile } from '../../math/quantile.ts';
import { downsampleRows } from '../downsample.ts';
import { standaloneSvg, standaloneTop } from '../standalone-svg.ts';
import { type TrainingCurve, validationsOf } from './training-csv.ts';

export interface LearningCurveOptions {
  /** What is above the picture: 'deep hedge of a 21-day call'. */
  readonly title: string;
  /** Name of the criterion, with its unit, on the vertical axis. */
  readonly criterion: string;
  readonly validateEvery: number;
  /** Criteria that other policies reach, drawn as levels; those out of range are left out. */
  readonly levels?: readonly { readonly name: string; readonly value: number }[];
}

const shownSteps = 1200;
/** Share of the losses that the axis reaches: the first steps may be far off, and would press the rest flat. */
const shownShare = 0.97;
const validationColour = '#c84a05';

/**
 * A picture of a training as an SVG file of its own: the loss of every step, the criterion on validation paths, the weights
 * kept, and the levels that other policies reach.
 */
export function renderLearningCurve(curve: TrainingCurve, options: LearningCurveOptions): string {
  const { title, criterion, validateEvery, levels = [] } = options;
  const { losses, steps } = curve;
  const rows = downsampleRows(0, losses.length, shownSteps);
  const points = Array.from(rows, (row) => ({ step: row + 1, loss: losses[row] }));
  const validations = validationsOf(curve, validateEvery).filter(({ value }) => Number.isFinite(value));
  const best = validations.reduce<(typeof validations)[number] | undefined>(
    (least, each) => (least === undefined || each.value < least.value ? each : least),
    undefined,
  );
  const [low, high] = rangeOf(losses, validations.slice(1), levels);
  const inRange = (value: number) => value >= low && value <= high;
  return standaloneSvg(
    {
      width: 900,
      height: 460,
      marginLeft: 60,
      marginRight: 150,
      marginTop: standaloneTop,
      marginBottom: 44,
      x: { label: 'optimiser step →', labelOffset: 36, domain: [0, Math.max(1, steps)], ticks: 8 },
      y: { label: null, grid: true, domain: [low, high] },
      marks: [
        Plot.line(points, {
          x: 'step',
          y: 'loss',
          stroke: '#0a5fa8',
          strokeOpacity: 0.35,
          strokeWidth: 0.8,
          clip: true,
        }),
        Plot.line(validations, { x: 'step', y: 'value', stroke: validationColour, strokeWidth: 2, clip: true }),
        ...levels
          .filter(({ value }) => inRange(value))
          .map(({ value }) => Plot.ruleY([value], { stroke: '#444', strokeDasharray: '5 4', strokeWidth: 1 })),
        ...(best === undefined ? [] : [Plot.dot([best], { x: 'step', y: 'value', r: 5, fill: validationColour })]),
        ...endLabels(curve, validations, levels, inRange, [low, high]).map(({ text, y, colour }) =>
          Plot.text([text], { x: () => steps, y: () => y, dx: 8, textAnchor: 'start', fill: colour }),
        ),
      ],
    },
    {
      caption: `${title}: ${best === undefined ? 'loss of every step' : `loss of every step, criterion on validation paths, weights kept (step ${best.step.toLocaleString('en')})`}`,
      yLabel: `↑ ${criterion}`,
    },
  );
}

/** What the axis shows: all that is measured once training has begun, most losses, and the levels that lie near. */
function rangeOf(
  losses: Float64Array,
  validations: readonly { readonly value: number }[],
  levels: readonly { readonly value: number }[],
): readonly [number, number] {
  const finite = losses.filter(Number.isFinite);
  const shown = [...validations.map(({ value }) => value)];
  if (finite.length > 0) shown.push(quantile(finite, 1 - shownShare), quantile(finite, shownShare));
  if (shown.length === 0) return [0, 1];
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const reach = Math.max(most - least, 1e-3 * Math.abs(most), 1e-9);
  const near = levels.map(({ value }) => value).filter((value) => value > least - reach && value < most + reach);
  const bounds = [Math.min(least, ...near), Math.max(most, ...near)];
  return [bounds[0] - 0.06 * reach, bounds[1] + 0.06 * reach];
}

/** Names at the right end of what they name, moved apart where they would overlap. */
function endLabels(
  { losses }: TrainingCurve,
  validations: readonly { readonly value: number }[],
  levels: readonly { readonly name: string; readonly value: number }[],
  inRange: (value: number) => boolean,
  [low, high]: readonly [number, number],
): readonly { readonly text: string; readonly y: number; readonly colour: string }[] {
  const last = losses.at(-1);
  const labels = [
    ...levels.map(({ name, value }) => ({ text: name, y: value, colour: '#444' })),
    ...(validations.length === 0
      ? []
      : [{ text: 'validation', y: validations[validations.length - 1].value, colour: validationColour }]),
    ...(last === undefined ? [] : [{ text: 'loss of a step', y: last, colour: '#0a5fa8' }]),
  ].filter(({ y }) => inRange(y));
  labels.sort((a, b) => a.y - b.y);
  const apart = (high - low) * 0.045;
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + apart);
  return labels;
}
