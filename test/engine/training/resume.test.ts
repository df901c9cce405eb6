import { describe, expect, it } from 'vitest';
import { packState, unpackState } from '../../../src/engine/training/checkpoint-data.ts';
import { createCheckpointFile } from '../../../src/engine/training/checkpoint-file.ts';
import { shuffledRows } from '../../../src/engine/training/minibatches.ts';
import {
  type TrainingOptions,
  type TrainingState,
  trainNetwork,
  trainNetworkAsync,
} from '../../../src/engine/training/train.ts';
import { temporaryFiles } from '../../market/temp-files.ts';
import { initialSmallWeights, sinePoints, squaredError } from './small-network.ts';

const files = temporaryFiles();
const points = sinePoints(60, 1);
const unseen = sinePoints(60, 2);
const freshRows = () => shuffledRows({ from: 0, to: 60, batch: 16, seed: 3, stream: ['rows'] });

function training(change: Partial<TrainingOptions> = {}): TrainingOptions {
  const rowsOf = freshRows();
  return {
    weights: initialSmallWeights(4),
    steps: 30,
    lossAndGradient: (weights, step) => squaredError(weights, points, rowsOf(step)),
    validate: (weights) => squaredError(weights, unseen).loss,
    validateEvery: 4,
    learningRate: { from: 0.1, to: 0.01, warmupSteps: 5 },
    clipNorm: 0.5,
    label: 'sine',
    ...change,
  };
}

/** Early stopping ends it between two checkpoints: the validation is far better at first. */
const stoppedEarly = (): Partial<TrainingOptions> => ({
  patience: 3,
  validate: (weights) => Math.abs(squaredError(weights, unseen).loss - 1),
});

const kinds: [string, Partial<TrainingOptions>][] = [
  ['validated to the last step', {}],
  ['stopped early', stoppedEarly()],
  ['without validation', { validate: undefined }],
  ['with validations that overflow at first', { validate: overflowing() }],
];

function overflowing() {
  const far = initialSmallWeights(4);
  return (weights: Float32Array) => {
    const moved = weights.reduce((sum, w, k) => sum + Math.abs(w - far[k]), 0);
    return moved < 1.5 ? Number.POSITIVE_INFINITY : squaredError(weights, unseen).loss;
  };
}

/** Every call into the training's functions counts as a moment at which the process may die. */
function dyingAt(moment: number, options: TrainingOptions): TrainingOptions {
  let calls = 0;
  const alive = <T>(value: T): T => {
    if (calls++ === moment) throw new Error('killed');
    return value;
  };
  const { validate, checkpoint } = options;
  return {
    ...options,
    lossAndGradient: (weights, step) => alive(options.lossAndGradient(weights, step)),
    validate: validate && ((weights) => alive(validate(weights))),
    checkpoint: checkpoint && { ...checkpoint, save: (state) => checkpoint.save(alive(state)) },
  };
}

describe('a training killed and resumed', () => {
  it.each(kinds)('ends bit-identical to an unbroken one at every moment: %s', (name, change) => {
    const expected = trainNetwork(training(change));
    expect(expected.steps < 30).toBe(name === 'stopped early');
    for (const every of [1, 3, 7]) {
      let saved: string | undefined;
      const save = (state: TrainingState) => {
        saved = JSON.stringify(packState(state));
      };
      let kills = 0;
      let resumes = 0;
      for (let moment = 0; ; moment++) {
        saved = undefined;
        const options = training({ ...change, checkpoint: { save, every } });
        try {
          expect(trainNetwork(dyingAt(moment, options))).toEqual(expected);
          break;
        } catch (error) {
          if (!(error instanceof Error) || error.message !== 'killed') throw error;
          kills++;
        }
        const asked: number[] = [];
        const state = saved === undefined ? undefined : unpackState(JSON.parse(saved));
        if (state !== undefined) resumes++;
        const resumed = trainNetwork({
          ...options,
          resume: state,
          lossAndGradient: (weights, step) => {
            asked.push(step);
            return options.lossAndGradient(weights, step);
          },
        });
        expect(resumed).toEqual(expected);
        expect(asked[0]).toBe(state === undefined ? 0 : state.step === expected.steps ? undefined : state.step);
        if (state !== undefined) expect(state.step % every === 0 || state.step === expected.steps).toBe(true);
      }
      expect(kills).toBeGreaterThanOrEqual(expected.steps);
      expect(resumes).toBeGreaterThan(expected.steps / 2);
    }
  });

  it('survives being killed again and again, in either driver', async () => {
    const expected = trainNetwork(training());
    const file = createCheckpointFile(`${files.folder}/again.checkpoint`, 'again');
    const options = training({ checkpoint: { save: file.save, every: 2 } });
    let runs = 0;
    for (;;) {
      const next = dyingAt(6, { ...options, resume: file.load() });
      try {
        const result = runs++ % 2 === 0 ? trainNetwork(next) : await trainNetworkAsync(next);
        expect(result).toEqual(expected);
        break;
      } catch (error) {
        expect(error).toMatchObject({ message: 'killed' });
      }
    }
    expect(runs).toBeGreaterThan(5);
  });

  it('saves where it stands when aborted, at any step', () => {
    const expected = trainNetwork(training(stoppedEarly()));
    for (let at = 0; at < expected.steps - 1; at++) {
      const stop = new AbortController();
      const states: TrainingState[] = [];
      const options = training({ ...stoppedEarly(), checkpoint: { save: (state) => states.push(state), every: 4 } });
      const aborting = () =>
        trainNetwork({
          ...options,
          signal: stop.signal,
          lossAndGradient: (weights, step) => {
            if (step === at) stop.abort(new Error('enough'));
            return options.lossAndGradient(weights, step);
          },
        });
      expect(aborting).toThrow('enough');
      expect(states.map(({ step }) => step)).toEqual(
        [...Array(Math.floor(at / 4)).keys()].map((k) => 4 * (k + 1)).concat(at + 1),
      );
      expect(trainNetwork({ ...options, resume: states.at(-1) })).toEqual(expected);
    }
  });

  it('saves before the first step too when validating took too long, and nothing twice', () => {
    const stop = new AbortController();
    const states: TrainingState[] = [];
    const options = training({ checkpoint: { save: (state) => states.push(state) }, signal: stop.signal });
    const stopping = (resume?: TrainingState) =>
      trainNetwork({
        ...options,
        resume,
        validate: (weights) => {
          stop.abort(new Error('enough'));
          return squaredError(weights, unseen).loss;
        },
      });
    expect(stopping).toThrow('enough');
    expect(states.map(({ step }) => step)).toEqual([0]);
    const expected = trainNetwork(training());
    expect(trainNetwork({ ...training(), resume: states[0] })).toEqual(expected);
    expect(() => stopping(states[0])).toThrow('enough');
    expect(states).toHaveLength(1);
  });

  it('asks for nothing more once it was finished', () => {
    const states: TrainingState[] = [];
    const options = training({ ...stoppedEarly(), checkpoint: { save: (state) => states.push(state), every: 100 } });
    const expected = trainNetwork(options);
    expect(states.map(({ step }) => step)).toEqual([expected.steps]);
    const asked = () => {
      throw new Error('asked');
    };
    expect(trainNetwork({ ...options, resume: states[0], lossAndGradient: asked, validate: asked })).toEqual(expected);
    expect(states).toHaveLength(1);
  });

  it('leaves the state it was given as it is, and the states it gave', () => {
    const states: TrainingState[] = [];
    const copies: TrainingState[] = [];
    const checkpoint = {
      save: (state: TrainingState) => {
        states.push(state);
        copies.push(structuredClone(state));
      },
      every: 3,
    };
    trainNetwork(training({ checkpoint }));
    trainNetwork(training({ resume: states[2] }));
    expect(states).toHaveLength(10);
    expect(states).toEqual(copies);
  });

  it('measures its pace by its own steps', () => {
    const states: TrainingState[] = [];
    trainNetwork(training({ checkpoint: { save: (state) => states.push(state), every: 10 } }));
    let clock = 0;
    const left: (number | undefined)[] = [];
    const options = training({ validate: undefined });
    trainNetwork({
      ...options,
      resume: { ...states[1], best: undefined },
      lossAndGradient: (weights, step) => {
        clock += 500;
        return options.lossAndGradient(weights, step);
      },
      now: () => clock,
      progressEvery: 5,
      onProgress: ({ secondsLeft }) => left.push(secondsLeft),
    });
    expect(left).toEqual([2.5, 0]);
  });

  it.each<[string, Partial<TrainingOptions>, (state: TrainingState) => TrainingState, string]>([
    ['other steps', { steps: 31 }, (state) => state, 'other settings: steps is 30: expected 31'],
    [
      'another rate',
      { learningRate: { from: 0.2, to: 0.01, warmupSteps: 5 } },
      (state) => state,
      'learningRate.from is 0.1: expected 0.2',
    ],
    ['other clipping', { clipNorm: undefined }, (state) => state, 'clipNorm is 0.5: expected null'],
    ['other validations', { validateEvery: 5 }, (state) => state, 'validateEvery is 4: expected 5'],
    ['another patience', { patience: 2 }, (state) => state, 'patience is null: expected 2'],
    ['no validation', { validate: undefined }, (state) => state, 'with validation'],
    ['other weights', { weights: new Float32Array(3) }, (state) => state, 'resume.weights has length 25: expected 3'],
    ['steps it cannot have', {}, (state) => ({ ...state, step: 31 }), 'resume.step is 31'],
    ['losses cut off', {}, (state) => ({ ...state, losses: new Float64Array(1) }), 'resume.losses has length 1'],
    ['validation missing', {}, ({ best: _, ...state }) => state, 'without validation'],
    [
      'moments cut off',
      {},
      (state) => ({ ...state, adam: { ...state.adam, secondMoment: new Float32Array(2) } }),
      'resume.adam.secondMoment has length 2',
    ],
  ])('refuses a state of a training with %s', (_, change, damage, message) => {
    const states: TrainingState[] = [];
    trainNetwork(training({ checkpoint: { save: (state) => states.push(state), every: 10 } }));
    expect(() => trainNetwork({ ...training(change), resume: damage(states[1]) })).toThrow(message);
  });
});
