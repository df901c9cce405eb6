import * as Plot from '@observablehq/plot';
import { mean } from '../../math/moments.ts';
import { downsampleRows } from '../downsample.ts';
import { standaloneSvg, standaloneTop } from '../standalone-svg.ts';
import { keptAt, type TrainingCurve, validationsOf } from './training-csv.ts';

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
/** Mean losses drawn along the training: each of so many stretches. */
const stretches = 24;
const lossColour = '#0a5fa8';
const validationColour = '#c84a05';

/**
 * A picture of a training as an SVG file of its own: the loss of every step and its mean over stretches, the criterion on
 * validation paths, the weights kept, and the levels that policies reach on test paths. Losses far from their mean are cut
 * off.
 */
export function renderLearningCurve(curve: TrainingCurve, options: LearningCurveOptions): string {
  const { title, criterion, validateEvery, levels = [] } = options;
  const { losses, steps } = curve;
  const rows = downsampleRows(0, losses.length, shownSteps);
  const points = Array.from(rows, (row) => ({ step: row + 1, value: losses[row] }));
  const means = meansOf(losses);
  const validations = validationsOf(curve, validateEvery).filter(({ value }) => Number.isFinite(value));
  const best: Point | undefined = validations.length === 0 ? undefined : keptAt(curve, validateEvery);
  const domain = rangeOf([...means, ...validations.slice(1)], levels);
  const shown = levels.filter(({ value }) => value >= domain[0] && value <= domain[1]);
  const line = { x: 'step', y: 'value', clip: true } as const;
  return standaloneSvg(
    {
      width: 900,
      height: 460,
      marginLeft: 60,
      marginRight: 150,
      marginTop: standaloneTop,
      marginBottom: 44,
      x: { label: 'optimiser step →', labelOffset: 36, domain: [0, Math.max(1, steps)], ticks: 8 },
      y: { label: null, grid: true, domain },
      marks: [
        Plot.line(points, { ...line, stroke: lossColour, strokeOpacity: 0.22, strokeWidth: 0.7 }),
        Plot.line(means, { ...line, stroke: lossColour, strokeWidth: 1.5 }),
        Plot.line(validations, { ...line, stroke: validationColour, strokeWidth: 2 }),
        ...shown.map(({ value }) => Plot.ruleY([value], { stroke: '#444', strokeDasharray: '5 4', strokeWidth: 1 })),
        ...(best === undefined ? [] : [Plot.dot([best], { x: 'step', y: 'value', r: 5, fill: validationColour })]),
        ...endLabels(means, validations, shown, domain).map(({ text, y, colour }) =>
          Plot.text([text], { x: () => Math.max(1, steps), y: () => y, dx: 8, textAnchor: 'start', fill: colour }),
        ),
      ],
    },
    {
      caption: best === undefined ? title : `${title}: weights kept at step ${best.step.toLocaleString('en')}`,
      yLabel: `↑ ${criterion}: of each step (blue), on validation paths (orange), on test paths (dashed)`,
    },
  );
}

interface Point {
  readonly step: number;
  readonly value: number;
}

/** Mean losses of stretches of the training, at their middles. */
function meansOf(losses: Float64Array): readonly Point[] {
  const count = Math.min(stretches, losses.length);
  return Array.from({ length: count }, (_, k) => {
    const from = Math.floor((k * losses.length) / count);
    const to = Math.floor(((k + 1) * losses.length) / count);
    return { step: (from + to + 1) / 2, value: mean(losses.subarray(from, to)) };
  });
}

/** What the axis shows: what is drawn as a thick line once training has begun, and the levels that lie near. */
function rangeOf(points: readonly Point[], levels: readonly { readonly value: number }[]): [number, number] {
  if (points.length === 0) return [0, 1];
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = Math.max(most - least, 0.01 * Math.abs(most), 1e-9);
  const near = levels
    .map(({ value }) => value)
    .filter((value) => value > least - 2 * reach && value < most + 2 * reach);
  const [low, high] = [Math.min(least, ...near), Math.max(most, ...near)];
  return [low - 0.1 * (high - low), high + 0.1 * (high - low)];
}

/** Names at the right end of what they name, moved apart where they would overlap. */
function endLabels(
  means: readonly Point[],
  validations: readonly Point[],
  levels: readonly { readonly name: string; readonly value: number }[],
  [low, high]: readonly [number, number],
): readonly { readonly text: string; readonly y: number; readonly colour: string }[] {
  const labels = [
    ...levels.map(({ name, value }) => ({ text: name, y: value, colour: '#444' })),
    ...validations.slice(-1).map(({ value }) => ({ text: 'validation', y: value, colour: validationColour })),
    ...means.slice(-1).map(({ value }) => ({ text: 'loss of steps', y: value, colour: lossColour })),
  ];
  labels.sort((a, b) => a.y - b.y);
  const apart = (high - low) * 0.045;
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + apart);
  return labels;
}
