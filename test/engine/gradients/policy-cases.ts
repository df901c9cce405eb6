import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import type { PolicyHead, PolicyLoss, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';

export interface PolicyCase {
  readonly name: string;
  readonly problem: PolicyProblem;
  readonly paths: number;
  readonly seed: number;
  /** Which of the product's choices it stands for, by dimension. */
  readonly choices: Readonly<Record<string, string>>;
}

const layerKinds: Readonly<Record<string, readonly LayerShape[]>> = {
  linear: [],
  relu: denseLayers([16], 'relu'),
  silu: denseLayers([7, 3], 'silu'),
  tanh: denseLayers([8, 8], 'tanh'),
  gru: [{ kind: 'gru', units: 7 }],
  lstm: [{ kind: 'lstm', units: 8 }],
};
export const heads: readonly PolicyHead[] = ['holding', 'correction', 'band', 'free-band'];
export const losses: readonly PolicyLoss[] = [
  { kind: 'entropic', riskAversion: 0.7 },
  { kind: 'cvar', level: 0.8 },
  { kind: 'variance' },
  { kind: 'mean-sd', riskAversion: 1.5 },
  { kind: 'mean-square' },
];
/** Shares of value, of up to three instruments. */
const costs = {
  none: { proportionalCost: [0, 0, 0], quadraticCost: [0, 0, 0] },
  proportional: { proportionalCost: [0.004, 0.001, 0.01], quadraticCost: [0, 0, 0] },
  quadratic: { proportionalCost: [0, 0, 0], quadraticCost: [0.003, 0.01, 0.002] },
  both: { proportionalCost: [0.002, 0.005, 0], quadraticCost: [0.005, 0, 0.002] },
};

/** A problem of one instrument with both costs, but for what is given; costs are cut to the instruments. */
export function policyProblem(part: Partial<PolicyProblem>): PolicyProblem {
  const { instruments = 1, proportionalCost, quadraticCost } = part;
  return {
    kind: 'policy',
    steps: 7,
    signals: 3,
    layers: [],
    readsHoldings: true,
    head: 'holding',
    unwinds: true,
    loss: losses[0],
    ...part,
    instruments,
    proportionalCost: (proportionalCost ?? costs.both.proportionalCost).slice(0, instruments),
    quadraticCost: (quadraticCost ?? costs.both.quadraticCost).slice(0, instruments),
  };
}

/**
 * Every layer kind with every head and every loss. The other choices go round beside them, in such an order that every
 * choice meets every choice of each other dimension.
 */
export function productCases(): readonly PolicyCase[] {
  const cases: PolicyCase[] = [];
  for (const [layers, stack] of Object.entries(layerKinds)) {
    for (const head of heads) {
      for (const loss of losses) {
        const k = cases.length;
        const round = <Choice>(choices: readonly Choice[], turn: number) => choices[turn % choices.length];
        const cost = round(Object.keys(costs) as (keyof typeof costs)[], k);
        const steps = round([7, 1, 2], k + Math.floor(k / 5) + Math.floor(k / 15));
        const instruments = round([1, 2, 3], k + Math.floor(k / 9));
        const readsHoldings = round([true, false], k + Math.floor(k / 3));
        const unwinds = round([true, false], Math.floor(k / 4) + Math.floor(k / 3));
        const paths = round([70, 5, 64, 100, 300, 33, 257], k);
        const choices = {
          layers,
          head,
          loss: loss.kind,
          cost: `cost ${cost}`,
          steps: `${steps} steps`,
          instruments: `${instruments} instruments`,
          readsHoldings: readsHoldings ? 'reads holdings' : 'signals alone',
          unwinds: unwinds ? 'unwound' : 'not unwound',
        };
        const problem = policyProblem({
          ...{ steps, instruments, layers: stack, readsHoldings, head, unwinds, loss },
          ...costs[cost],
        });
        cases.push({ name: `${Object.values(choices).join(', ')}, ${paths} paths`, problem, paths, seed: k, choices });
      }
    }
  }
  return cases;
}

/** Policies that read P&L so far: every head on every kind of layer, with and without all that goes beside it. */
export function pnlCases(): readonly PolicyCase[] {
  const cases: PolicyCase[] = [];
  for (const head of heads) {
    for (const [layers, stack] of Object.entries(layerKinds)) {
      const k = cases.length;
      const [instruments, signals] = [1 + (k % 2), [1, 3][Math.floor(k / 2) % 2]];
      const [readsHoldings, unwinds] = [Math.floor(k / 3) % 2 === 0, k % 5 !== 0];
      const loss = losses[k % losses.length];
      const paths = [70, 5, 257][k % 3];
      const problem = policyProblem({
        ...{ instruments, signals, layers: stack, readsHoldings, head, unwinds, loss },
        pnlScale: 0.4,
      });
      const reads = `${signals} signals${readsHoldings ? ' and holdings' : ''}`;
      const name = `${layers}, ${head}, ${loss.kind}, ${instruments} instruments, ${reads}, ${paths} paths`;
      cases.push({ name, problem, paths, seed: 2000 + k, choices: {} });
    }
  }
  return cases;
}

/** Networks and batches of other shapes, each with some head and loss. */
export function shapeCases(): readonly PolicyCase[] {
  const gru = (units: number): LayerShape => ({ kind: 'gru', units });
  const lstm = (units: number): LayerShape => ({ kind: 'lstm', units });
  const [relu, silu, tanh] = (['relu', 'silu', 'tanh'] as const).map(
    (activation) =>
      (...widths: number[]) =>
        denseLayers(widths, activation),
  );
  const dropout: LayerShape = { kind: 'dropout', rate: 0.4 };
  const rows: [name: string, layers: readonly LayerShape[], paths: number, part?: Partial<PolicyProblem>][] = [
    ...[1, 3, 7, 8, 32, 33].flatMap((units, k): typeof rows => [
      [`relu ${units}`, relu(units), [64, 100, 1, 300, 70, 5][k]],
      [`silu ${units}`, silu(units), [1, 300, 100, 5, 65, 64][k]],
      [`tanh ${units}`, tanh(units), [100, 1, 64, 70, 5, 63][k]],
      [`gru ${units}`, [gru(units)], [300, 64, 5, 1, 100, 70][k]],
      [`lstm ${units}`, [lstm(units)], [5, 70, 300, 64, 1, 100][k]],
    ]),
    ['silu 8→7→3', silu(8, 7, 3), 100],
    ['tanh 33→32→8→1', tanh(33, 32, 8, 1), 70],
    ['relu 32→32→32→32', relu(32, 32, 32, 32), 300],
    ['relu→silu→tanh', [...relu(7), ...silu(8), ...tanh(9)], 64],
    ['dense→gru→dense', [...silu(7), gru(8), ...tanh(5)], 100],
    ['dense→lstm→dense', [...tanh(8), lstm(7), ...relu(33)], 65],
    ['lstm→lstm', [lstm(8), lstm(7)], 100],
    ['gru→gru', [gru(3), gru(9)], 70],
    ['gru→dense→lstm', [gru(8), ...silu(1), lstm(5)], 300],
    ['lstm→gru', [lstm(1), gru(33)], 64],
    ['dropout without a key', [...silu(8), dropout, lstm(7), dropout, ...tanh(5), dropout], 70],
    ['dropout below', [dropout, gru(8)], 70],
    ['three groups of rows', silu(8), 513],
    ['four groups of rows, lstm', [lstm(3)], 777],
    ['holdings alone', tanh(8), 100, { signals: 0, steps: 3 }],
    ['one signal', [gru(8)], 100, { signals: 1, readsHoldings: false }],
    ['17 signals of three instruments', silu(8), 100, { signals: 17, instruments: 3, head: 'band' }],
    ['a wide band', silu(8), 100, { head: 'band', bandScale: 0.3, steps: 12 }],
    ['a wide free band', silu(8), 100, { head: 'free-band', bandScale: 0.3, steps: 12 }],
    ['a band read by a memory', [lstm(8)], 100, { head: 'band', bandScale: 0.2, instruments: 2 }],
    ['30 steps', silu(32, 32), 64, { steps: 30, head: 'correction' }],
    ['cvar of one half', silu(8), 300, { loss: { kind: 'cvar', level: 0.5 } }],
    ['cvar of all', silu(8), 300, { loss: { kind: 'cvar', level: 0 } }],
    ['high risk aversion', silu(8), 300, { loss: { kind: 'entropic', riskAversion: 3 }, head: 'correction' }],
  ];
  return rows.map(([name, layers, paths, part], k) => {
    const head = heads[k % heads.length];
    // A single path has no variance.
    const loss = paths === 1 ? losses[[0, 1, 4][k % 3]] : losses[k % 5];
    const problem = policyProblem({ layers, head, loss, instruments: 1 + (k % 2), ...part });
    const title = `${name}, ${problem.head}, ${problem.loss.kind}, ${paths} paths`;
    return { name: title, problem, paths, seed: 1000 + k, choices: {} };
  });
}
