import { describe, expect, it } from 'vitest';
import { createForwardNetwork } from '../../../src/engine/network/forward-network.ts';
import { denseLayers, type NetworkShape } from '../../../src/engine/network/network-shape.ts';
import { createSteppedNetwork } from '../../../src/engine/network/stepped-network.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { randomWeights } from '../reference/random-weights.ts';

const networks: readonly (readonly [string, NetworkShape])[] = [
  ['gru', { inputs: 2, layers: [{ kind: 'gru', units: 3 }], outputs: 2 }],
  ['lstm below dense', { inputs: 3, layers: [{ kind: 'lstm', units: 4 }, ...denseLayers([5], 'silu')], outputs: 1 }],
  [
    'gru on lstm',
    {
      inputs: 2,
      layers: [
        { kind: 'lstm', units: 3 },
        { kind: 'gru', units: 2 },
      ],
      outputs: 2,
    },
  ],
];
const rows = 100;
const steps = 5;

describe.each(networks)('a stepped network: %s', (_, shape) => {
  const stream = createRandomStream(1, 'stepped');
  const weights = randomWeights(shape, stream);
  const inputs = Float32Array.from({ length: steps * shape.inputs * rows }, () => stream.normal());
  const of = (step: number) => inputs.subarray(step * shape.inputs * rows, (step + 1) * shape.inputs * rows);

  it('has the bits of the network that is given all steps at once', () => {
    const stepped = createSteppedNetwork(shape, weights);
    stepped.reset(rows);
    for (let step = 0; step < steps; step++) {
      const whole = createForwardNetwork(shape, weights, step + 1);
      expect(stepped.forward(of(step), rows, step)).toEqual(
        whole(inputs.subarray(0, (step + 1) * shape.inputs * rows), rows),
      );
    }
  });

  it('answers a step again as before, and starts anew when it is reset', () => {
    const stepped = createSteppedNetwork(shape, weights);
    const run = () => {
      stepped.reset(rows);
      return Array.from({ length: steps }, (_, step) => stepped.forward(of(step), rows, step));
    };
    const first = run();
    stepped.reset(rows);
    for (let step = 0; step < steps; step++) {
      stepped.forward(of(steps - 1 - step), rows, step);
      expect(stepped.forward(of(step), rows, step)).toEqual(first[step]);
    }
    expect(run()).toEqual(first);
    expect(first[1]).not.toEqual(createForwardNetwork(shape, weights)(of(1), rows));
  });

  it('refuses rows that it was not reset for', () => {
    const stepped = createSteppedNetwork(shape, weights);
    expect(() => stepped.forward(of(0), rows, 0)).toThrow('call reset(100) before step 0');
    stepped.reset(7);
    expect(() => stepped.forward(of(0), rows, 0)).toThrow('rows is 100, but reset for 7');
  });
});
