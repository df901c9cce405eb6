import { describe, expect, it } from 'vitest';
import { type TrainingOptions, type TrainingState, trainNetwork } from '../../../src/engine/training/train.ts';
import { smallTraining } from './small-training.ts';

describe('a state to resume', () => {
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
  ])('is refused when it is of a training with %s', (_, change, damage, message) => {
    const states: TrainingState[] = [];
    trainNetwork(smallTraining({ checkpoint: { save: (state) => states.push(state), every: 10 } }));
    expect(() => trainNetwork({ ...smallTraining(change), resume: damage(states[1]) })).toThrow(message);
  });
});
