import { createTileNetwork, type TileNetwork } from '../network/tile-network.ts';
import { tileFloats } from '../network/tile-space.ts';
import { TILE_ROWS } from '../program.ts';
import { isBandHead, type PolicyBatch, type PolicyProblem, policyNetwork } from './policy-problem.ts';

const COLUMN_BYTES = 4 * TILE_ROWS;

/** A tile of paths hedged by the network, step by step, and the way back. */
export interface PolicyRollout {
  readonly network: TileNetwork;
  /** Copies the columns of paths [start, start + rows) of a batch to the tile at hand, zeros in the lanes left. */
  load(batch: PolicyBatch, start: number, rows: number): void;
  /** From the tile's columns to its P&L. */
  forward(): void;
  /** P&L of the tile at hand, `[TILE_ROWS]`. */
  pnl(): Float32Array;
  /** Where the gradient by the P&L goes, `[TILE_ROWS]`. */
  pnlGradient(): Float32Array;
  /** Adds the gradient by the weights of the tile at hand. */
  backward(): void;
}

/** Builds the rollout of a problem in a memory of its own. */
export function createPolicyRollout(problem: PolicyProblem): PolicyRollout {
  const { steps, signals, instruments, readsHoldings, pnlScale, head, bandScale = 0.1, unwinds } = problem;
  const { proportionalCost, quadraticCost } = problem;
  const shape = policyNetwork(problem);
  const readsPnl = pnlScale !== undefined;
  // First input that earlier trades move: P&L so far is the last signal, and the holdings follow it.
  const movedFrom = readsPnl ? signals - 1 : signals;
  const network = createTileNetwork(shape, {
    steps,
    outputsAt: 'all',
    ...((readsHoldings || readsPnl) && { inputGradientFrom: movedFrom }),
  });
  const { memory } = network;
  const { kernels } = memory;
  const hasBand = isBandHead(head);
  const isFree = head === 'free-band';
  const floats = tileFloats(instruments);
  const pricesAt = memory.perTile(floats, steps + 1);
  const referenceAt = head === 'holding' ? undefined : memory.perTile(floats, steps);
  // The outputs of the holding head are the holdings.
  const holdingsAt = head === 'holding' ? network.outputAt : memory.perTile(floats, steps);
  const pnlAt = memory.perTile(TILE_ROWS);
  // Where P&L is read, that of the trading is summed on its own before this is added.
  const unhedgedAt = readsPnl ? memory.perTile(TILE_ROWS) : pnlAt;
  const weightAt = memory.shared(TILE_ROWS);
  const zerosAt = memory.shared(floats);
  const carriedAt = memory.shared(floats);
  const gradientAt = memory.shared(floats);
  const beforeAt = (step: number) => (step === 0 ? zerosAt : holdingsAt(step - 1));

  function load(batch: PolicyBatch, start: number, rows: number): void {
    const target = memory.memory();
    for (let step = 0; step < steps; ++step) {
      copyColumns(target, network.inputAt(step), batch.signals, step * signals, signals, batch.paths, start, rows);
    }
    copyColumns(target, pricesAt(0), batch.prices, 0, (steps + 1) * instruments, batch.paths, start, rows);
    if (referenceAt !== undefined) {
      copyColumns(target, referenceAt(0), batch.reference!, 0, steps * instruments, batch.paths, start, rows);
    }
    copyColumns(target, unhedgedAt(0), batch.unhedged, 0, 1, batch.paths, start, rows);
    if (readsPnl) column(pnlAt(0)).fill(0);
  }

  function forward(): void {
    trade();
    if (unwinds) unwind();
    if (readsPnl) kernels.add(pnlAt(0), unhedgedAt(0), 1);
  }

  function trade(): void {
    network.begin();
    for (let step = 0; step < steps; ++step) {
      const before = beforeAt(step);
      const holdings = holdingsAt(step);
      if (readsHoldings) copyWithin(before, network.inputAt(step) + signals * COLUMN_BYTES, floats);
      if (readsPnl) kernels.addScaled(network.inputAt(step) + movedFrom * COLUMN_BYTES, pnlAt(0), 1, pnlScale);
      network.forward(step);
      if (head === 'correction') {
        kernels.correctionHead(network.outputAt(step), referenceAt!(step), holdings, instruments);
      } else if (hasBand) {
        kernels.bandHead(network.outputAt(step), referenceAt!(step), before, holdings, instruments, bandScale, isFree);
      }
      for (let i = 0; i < instruments; ++i) {
        const at = i * COLUMN_BYTES;
        kernels.account(
          holdings + at,
          before + at,
          pricesAt(step) + at,
          pricesAt(step + 1) + at,
          pnlAt(0),
          proportionalCost[i],
          quadraticCost[i],
        );
      }
    }
  }

  function unwind(): void {
    for (let i = 0; i < instruments; ++i) {
      const at = i * COLUMN_BYTES;
      const last = holdingsAt(steps - 1) + at;
      kernels.unwind(last, pricesAt(steps) + at, pnlAt(0), proportionalCost[i], quadraticCost[i]);
    }
  }

  function backward(): void {
    network.beginBackward();
    beginCarried();
    for (let step = steps - 1; step >= 0; --step) {
      const before = beforeAt(step);
      const holdings = holdingsAt(step);
      // What the holding and correction heads make of the outputs has slope 1: their gradients are the holdings'.
      const slopesAt = hasBand ? gradientAt : network.outputGradientAt(step);
      for (let i = 0; i < instruments; ++i) {
        const at = i * COLUMN_BYTES;
        kernels.accountBackward(
          holdings + at,
          before + at,
          pricesAt(step) + at,
          pricesAt(step + 1) + at,
          weightAt,
          carriedAt + at,
          slopesAt + at,
          proportionalCost[i],
          quadraticCost[i],
        );
      }
      if (hasBand) {
        kernels.bandHeadBackward(
          network.outputAt(step),
          before,
          holdings,
          gradientAt,
          network.outputGradientAt(step),
          carriedAt,
          instruments,
          bandScale,
          isFree,
        );
      }
      network.backward(step);
      if (readsHoldings) {
        const holdingsGradientAt = network.inputGradientAt() + (signals - movedFrom) * COLUMN_BYTES;
        kernels.add(carriedAt, holdingsGradientAt, instruments);
      }
      // What earlier steps have gained is read here too.
      if (readsPnl) kernels.addScaled(weightAt, network.inputGradientAt(), 1, pnlScale);
    }
    network.weightGradient();
  }

  /** The gradient by the last holdings from what comes after them: the unwinding. */
  function beginCarried(): void {
    if (!unwinds) {
      memory.memory().fill(0, carriedAt / 4, carriedAt / 4 + floats);
      return;
    }
    for (let i = 0; i < instruments; ++i) {
      const at = i * COLUMN_BYTES;
      const last = holdingsAt(steps - 1) + at;
      kernels.unwindBackward(
        last,
        pricesAt(steps) + at,
        weightAt,
        carriedAt + at,
        proportionalCost[i],
        quadraticCost[i],
      );
    }
  }

  function copyWithin(from: number, to: number, count: number): void {
    memory.memory().copyWithin(to / 4, from / 4, from / 4 + count);
  }

  const column = (address: number) => memory.memory().subarray(address / 4, address / 4 + TILE_ROWS);
  return {
    network,
    load,
    forward,
    backward,
    pnl: () => column(pnlAt(0)),
    pnlGradient: () => column(weightAt),
  };
}

/** Copies rows [start, start + rows) of so many columns, from the `first` on, to consecutive columns of a tile. */
function copyColumns(
  target: Float32Array,
  address: number,
  source: Float32Array,
  first: number,
  columns: number,
  length: number,
  start: number,
  rows: number,
): void {
  let to = address / 4;
  let from = first * length + start;
  for (let c = 0; c < columns; ++c) {
    // Short runs: a loop costs less than a view of each.
    for (let r = 0; r < rows; ++r) target[to + r] = source[from + r];
    for (let r = rows; r < TILE_ROWS; ++r) target[to + r] = 0;
    to += TILE_ROWS;
    from += length;
  }
}
