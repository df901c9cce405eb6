import { describe, expect, it } from 'vitest';
import { packState, unpackState } from '../../../src/engine/training/checkpoint-data.ts';
import { createCheckpointFile } from '../../../src/engine/training/checkpoint-file.ts';
import {
  type TrainingOptions,
  type TrainingState,
  trainNetwork,
  trainNetworkAsync,
} from '../../../src/engine/training/train.ts';
import { temporaryFiles } from '../../market/temp-files.ts';
import { initialSmallWeights, squaredError } from './small-network.ts';
import { smallTraining, unseen } from './small-training.ts';

const files = temporaryFiles();
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

describe('a checkpoint of an older release', () => {
  it('lacks validations, which are unknown then and change no bit of the rest', () => {
    const states: TrainingState[] = [];
    const save = (state: TrainingState) => void states.push(state);
    const whole = trainNetwork(smallTraining({ checkpoint: { save, every: 10 } }));
    for (const [place, unknown] of [3, 6].entries()) {
      const { validations: _, ...older } = states[place];
      const { validations, ...rest } = trainNetwork({ ...smallTraining(), resume: unpackState(packState(older)) });
      const { validations: known, ...expected } = whole;
      expect(rest).toEqual(expected);
      expect(validations).toEqual(known.map((value, k) => (k < unknown ? Number.NaN : value)));
    }
  });
});

describe('a training killed and resumed', () => {
  it.each(kinds)('ends bit-identical to an unbroken one at every moment: %s', (name, change) => {
    const expected = trainNetwork(smallTraining(change));
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
        const options = smallTraining({ ...change, checkpoint: { save, every } });
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
    const expected = trainNetwork(smallTraining());
    const file = createCheckpointFile(`${files.folder}/again.checkpoint`, 'again');
    const options = smallTraining({ checkpoint: { save: file.save, every: 2 } });
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
    const expected = trainNetwork(smallTraining(stoppedEarly()));
    for (let at = 0; at < expected.steps - 1; at++) {
      const stop = new AbortController();
      const states: TrainingState[] = [];
      const options = smallTraining({
        ...stoppedEarly(),
        checkpoint: { save: (state) => states.push(state), every: 4 },
      });
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

  it('saves where it stands when aborted within a step or a validation, at any', () => {
    for (const change of [{}, stoppedEarly(), { validate: undefined }]) {
      const expected = trainNetwork(smallTraining(change));
      const whole = smallTraining(change);
      for (let at = 1; ; at++) {
        const stop = new AbortController();
        const states: TrainingState[] = [];
        let calls = 0;
        const checkpoint = { save: (state: TrainingState) => states.push(state), every: 100 };
        const stopping = <T>(answer: T): T => {
          if (calls++ === at) stop.abort(new Error('enough'));
          stop.signal.throwIfAborted();
          return answer;
        };
        const options: TrainingOptions = {
          ...whole,
          checkpoint,
          signal: stop.signal,
          lossAndGradient: (weights, step) => stopping(whole.lossAndGradient(weights, step)),
          validate: whole.validate && ((weights) => stopping(whole.validate!(weights))),
        };
        let end: unknown;
        try {
          end = trainNetwork(options);
        } catch (error) {
          end = error;
        }
        if (!stop.signal.aborted) {
          expect(end).toEqual(expected);
          expect(at).toBeGreaterThanOrEqual(expected.steps);
          break;
        }
        expect(end).toMatchObject({ message: 'enough' });
        expect(states).toHaveLength(1);
        const resumed = trainNetwork({ ...whole, checkpoint: { ...checkpoint }, resume: states[0] });
        expect(resumed).toEqual(expected);
      }
    }
  });

  it('saves before the first step too when validating took too long, and nothing twice', () => {
    const stop = new AbortController();
    const states: TrainingState[] = [];
    const options = smallTraining({ checkpoint: { save: (state) => states.push(state) }, signal: stop.signal });
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
    const expected = trainNetwork(smallTraining());
    expect(trainNetwork({ ...smallTraining(), resume: states[0] })).toEqual(expected);
    expect(() => stopping(states[0])).toThrow('enough');
    expect(states).toHaveLength(1);
  });

  it('asks for nothing more once it was finished', () => {
    const states: TrainingState[] = [];
    const options = smallTraining({
      ...stoppedEarly(),
      checkpoint: { save: (state) => states.push(state), every: 100 },
    });
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
    trainNetwork(smallTraining({ checkpoint }));
    trainNetwork(smallTraining({ resume: states[2] }));
    expect(states).toHaveLength(10);
    expect(states).toEqual(copies);
  });

  it('measures its pace by its own steps', () => {
    const states: TrainingState[] = [];
    trainNetwork(smallTraining({ checkpoint: { save: (state) => states.push(state), every: 10 } }));
    let clock = 0;
    const left: (number | undefined)[] = [];
    const options = smallTraining({ validate: undefined });
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
});
