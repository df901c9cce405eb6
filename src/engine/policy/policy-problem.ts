import { requireNonNegative, requirePositive } from '../../support/require.ts';
import { describe, requireLayers, requireSize } from '../check-network.ts';
import { checkNetworkShape, type LayerShape, type NetworkShape } from '../network/network-shape.ts';

/** How a network's outputs become holdings. δ is a given hedge (`PolicyBatch.reference`), h₋ the holding before. */
export type PolicyHead =
  /** h = y. */
  | 'holding'
  /** h = δ + y. */
  | 'correction'
  /**
   * h = h₋ held within [δ − s·softplus(y₁), δ + s·softplus(y₂)]: the no-transaction-band network (Imaki, Imajo, Ito,
   * Minami and Nakagawa, 2021). Of several instruments' outputs all y₁ come first, then all y₂.
   */
  | 'band'
  /**
   * h = h₋ held within [δ + s·y₁ − s·softplus(y₂), δ + s·y₁ + s·softplus(y₂)]: a band whose centre is free, for costs and
   * criteria whose best band does not hold δ. Outputs stand as in the band.
   */
  | 'free-band';

/** Outputs that each instrument takes, by head. */
const outputsOfHead: Readonly<Record<PolicyHead, number>> = { holding: 1, correction: 1, band: 2, 'free-band': 2 };

/** Whether a head holds the holding before within a band, instead of setting it anew. */
export function isBandHead(head: PolicyHead): head is 'band' | 'free-band' {
  return head === 'band' || head === 'free-band';
}

/** What is minimised over the P&L X of the paths. */
export type PolicyLoss =
  /** (1/a) log E exp(−aX). */
  | { readonly kind: 'entropic'; readonly riskAversion: number }
  /**
   * ω + E max(−X − ω, 0)/(1 − level), whose minimum over ω is CVaR (Rockafellar and Uryasev, 2000). The threshold ω is
   * one more weight, the last.
   */
  | { readonly kind: 'cvar'; readonly level: number }
  /** E X² − (E X)². */
  | { readonly kind: 'variance' }
  /** −E X + c·sd X. */
  | { readonly kind: 'mean-sd'; readonly riskAversion: number }
  /** E X². */
  | { readonly kind: 'mean-square' }
  /** A criterion of the caller's own, handed over beside the problem: a function, which plain data cannot hold. */
  | { readonly kind: 'criterion' };

/**
 * Hedging by a network, as plain data. On each path, at steps t = 0 … n − 1, the network reads `signals` numbers and, if
 * it `readsHoldings`, the holdings before; its head turns the outputs into holdings h_t. With prices S and h₋₁ = 0,
 *
 *   X = unhedged + Σ h_t (S_{t+1} − S_t) − Σ S_t (p|h_t − h_{t−1}| + q (h_t − h_{t−1})²) − S_n (p|h_{n−1}| + q h_{n−1}²),
 *
 * the last term only where positions are unwound, all summed over instruments. The gradient runs through all of it: the
 * holdings and the P&L that the network reads, its state, the band, the costs.
 */
export interface PolicyProblem {
  readonly kind: 'policy';
  readonly steps: number;
  readonly signals: number;
  readonly instruments: number;
  /** Hidden layers; a linear one follows. */
  readonly layers: readonly LayerShape[];
  readonly readsHoldings: boolean;
  /**
   * Where it is given, the last of the signals is P&L so far, in units of 1/pnlScale of money. The batch holds what the
   * contract alone has gained by then; pnlScale × (gains of the trading so far, less its costs) is added on the way.
   */
  readonly pnlScale?: number | undefined;
  readonly head: PolicyHead;
  /** s of the band heads: half-width, in units held, per softplus of an output. 0.1 by default. */
  readonly bandScale?: number | undefined;
  /** p, a share of the value traded, for each instrument. */
  readonly proportionalCost: readonly number[];
  /** q, a share of value per unit traded, for each instrument. */
  readonly quadraticCost: readonly number[];
  /** Whether the last holdings are sold at the end, at a cost. */
  readonly unwinds: boolean;
  readonly loss: PolicyLoss;
}

/** Simulated or real paths to hedge on; each column has an entry per path. Arrays in shared memory are not copied. */
export interface PolicyBatch {
  readonly paths: number;
  /** `[steps][signals][paths]`. */
  readonly signals: Float32Array;
  /** `[steps + 1][instruments][paths]`. */
  readonly prices: Float32Array;
  /** Given hedge δ of all heads but 'holding', `[steps][instruments][paths]`. */
  readonly reference?: Float32Array | undefined;
  /** P&L before any hedge, `[paths]`. */
  readonly unhedged: Float32Array;
  /** Only these paths, [from, to): a minibatch of fixed paths, without a copy. */
  readonly range?: readonly [from: number, to: number] | undefined;
}

/** The network that a problem trains. */
export function policyNetwork({
  signals,
  instruments,
  layers,
  readsHoldings,
  head,
}: Pick<PolicyProblem, 'signals' | 'instruments' | 'layers' | 'readsHoldings' | 'head'>): NetworkShape {
  return {
    inputs: signals + (readsHoldings ? instruments : 0),
    layers,
    outputs: outputsOfHead[head] * instruments,
  };
}

/** Weights of the loss itself, after those of the network. */
export function lossParameters({ loss }: Pick<PolicyProblem, 'loss'>): 0 | 1 {
  return loss.kind === 'cvar' ? 1 : 0;
}

/** Throws a RangeError that names the first part of a problem that makes no sense. */
export function checkPolicyProblem(problem: PolicyProblem): void {
  const { steps, signals, instruments, layers, readsHoldings, pnlScale, head, bandScale = 0.1, unwinds } = problem;
  requireSize('steps', steps);
  requireSize('instruments', instruments);
  requireFlag('readsHoldings', readsHoldings);
  requireFlag('unwinds', unwinds);
  if (pnlScale !== undefined) requirePositive('pnlScale', pnlScale);
  // P&L so far is a signal.
  if (signals !== 0 || !readsHoldings || pnlScale !== undefined) requireSize('signals', signals);
  requireLayers(layers);
  if (!Object.hasOwn(outputsOfHead, head)) {
    throw new RangeError(`head is ${describe(head)}: expected holding, correction, band or free-band`);
  }
  checkNetworkShape(policyNetwork(problem));
  requirePositive('bandScale', bandScale);
  requireCosts('proportionalCost', problem.proportionalCost, instruments);
  requireCosts('quadraticCost', problem.quadraticCost, instruments);
  checkPolicyLoss(problem.loss);
}

function requireFlag(name: string, value: boolean): void {
  if (typeof value !== 'boolean') throw new RangeError(`${name} is ${describe(value)}: expected true or false`);
}

function requireCosts(name: string, costs: readonly number[], instruments: number): void {
  if (!Array.isArray(costs)) {
    const expected = `a list of ${instruments} numbers, one per instrument`;
    throw new RangeError(`${name} is ${describe(costs)}: expected ${expected}`);
  }
  if (costs.length !== instruments) {
    throw new RangeError(`${name} has length ${costs.length}: expected ${instruments}, one per instrument`);
  }
  for (const [i, cost] of costs.entries()) requireNonNegative(`${name}[${i}]`, cost);
}

function checkPolicyLoss(loss: PolicyLoss): void {
  const kinds = 'entropic, cvar, variance, mean-sd, mean-square or criterion';
  if (typeof loss !== 'object' || loss === null) {
    throw new RangeError(`loss is ${describe(loss)}: expected an object whose kind is ${kinds}`);
  }
  switch (loss.kind) {
    case 'entropic':
      requirePositive('loss.riskAversion', loss.riskAversion);
      break;
    case 'mean-sd':
      requireNonNegative('loss.riskAversion', loss.riskAversion);
      break;
    case 'cvar':
      if (!(loss.level >= 0 && loss.level < 1)) {
        throw new RangeError(`loss.level is ${loss.level}: expected a number in [0, 1)`);
      }
      break;
    case 'variance':
    case 'mean-square':
    case 'criterion':
      break;
    default: {
      const { kind } = loss satisfies never as { kind: unknown };
      throw new RangeError(`loss.kind is ${describe(kind)}: expected ${kinds}`);
    }
  }
}
