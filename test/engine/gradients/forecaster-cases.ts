import type { ForecasterLoss, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { denseLayers, isRecurrent, type LayerShape } from '../../../src/engine/network/network-shape.ts';

export interface ForecasterCase {
  readonly name: string;
  readonly problem: ForecasterProblem;
  readonly rows: number;
  readonly hasBaseline: boolean;
  readonly seed: number;
}

/** Stacks of every kind and many widths with both losses; windows, horizons, rows and baselines go round beside them. */
export function forecasterCases(): readonly ForecasterCase[] {
  const gru = (units: number): LayerShape => ({ kind: 'gru', units });
  const lstm = (units: number): LayerShape => ({ kind: 'lstm', units });
  const dropout: LayerShape = { kind: 'dropout', rate: 0.4 };
  const stacks: Readonly<Record<string, readonly LayerShape[]>> = {
    linear: [],
    relu: denseLayers([16], 'relu'),
    'silu→tanh': [...denseLayers([7], 'silu'), ...denseLayers([8], 'tanh')],
    'gru 1': [gru(1)],
    'gru 8': [gru(8)],
    'gru 33': [gru(33)],
    'lstm 1': [lstm(1)],
    'lstm 3': [lstm(3)],
    'lstm 7': [lstm(7)],
    'lstm 8': [lstm(8)],
    'lstm 32': [lstm(32)],
    'lstm 33': [lstm(33)],
    'lstm→lstm': [lstm(8), lstm(7)],
    'gru→gru': [gru(5), gru(8)],
    'gru→lstm→dense': [gru(7), lstm(9), ...denseLayers([8], 'tanh')],
    'dense→lstm→dense': [...denseLayers([7], 'relu'), lstm(8), ...denseLayers([5, 3], 'silu')],
    'dense→gru': [...denseLayers([8, 3], 'tanh'), gru(7)],
    'dropout without a key': [lstm(8), dropout, lstm(7), dropout, ...denseLayers([5], 'silu'), dropout],
  };
  const losses: readonly ForecasterLoss[] = ['qlike', 'log-mse'];
  const cases: ForecasterCase[] = [];
  for (const [name, layers] of Object.entries(stacks)) {
    for (const loss of losses) {
      const k = cases.length;
      const inputs = [1, 8, 3, 5][k % 4];
      const window = isRecurrent({ layers }) ? [1, 2, 7, 22, 5][k % 5] : 1;
      const horizons = [1, 3, 2][k % 3];
      const rows = [1, 5, 64, 70, 100, 300, 33][k % 7];
      const hasBaseline = Math.floor(k / 2) % 2 === 0;
      const problem: ForecasterProblem = { kind: 'forecaster', inputs, window, layers, horizons, loss };
      const baseline = hasBaseline ? 'baseline' : 'no baseline';
      const title = `${name}, ${loss}, ${baseline}, ${inputs} inputs, ${window} steps, ${horizons} horizons, ${rows} rows`;
      cases.push({ name: title, problem, rows, hasBaseline, seed: k });
    }
  }
  return cases;
}
