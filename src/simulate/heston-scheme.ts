import { type HestonOrBates, jumpCompensator } from '../contracts/heston-parameters.ts';

/** Beyond this the kernel's logarithm near 1 loses digits, and far beyond it E[S′] becomes infinite. */
const mostTilt = 0.25;

/**
 * Constants of one substep of Andersen's (2008) scheme QE-M, in the order that the kernel reads them
 * (assembly/paths/heston.ts). With E = e^{−κΔ}, γ₁ = γ₂ = ½ and the weights
 *   K₁ = Δ(κρ/σ − ½)/2 − ρ/σ,  K₂ = Δ(κρ/σ − ½)/2 + ρ/σ,  K₃ = K₄ = Δ(1 − ρ²)/2,  A = K₂ + K₄/2,
 * the martingale correction K₀ = −ln E[e^{Av′}] − (K₁ + K₃/2)v makes E[S′/S] e^{driftΔ} for any substep, and K₁ drops out.
 *
 * @param substepYears Δ
 * @throws RangeError when substeps are too long for these parameters
 */
export function hestonScheme(parameters: HestonOrBates, driftAnnual: number, substepYears: number): Float64Array {
  const { meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma, correlation: rho } = parameters;
  const decay = Math.exp(-kappa * substepYears);
  const rest = -Math.expm1(-kappa * substepYears);
  const leverage = 0.5 * substepYears * ((kappa * rho) / sigma - 0.5) + rho / sigma;
  const halfTime = 0.5 * substepYears * (1 - rho * rho);
  const tilt = leverage + 0.5 * halfTime;
  // s²/m, the variance's variance over its mean, is at most this, and so are twice the scales of both branches.
  const mostSpread = (sigma * sigma * rest) / kappa;
  if (Math.abs(tilt) * mostSpread > mostTilt) {
    throw new RangeError(
      `volOfVol is ${sigma}: too much for substeps of ${substepYears.toPrecision(3)} years; raise substepsPerDay`,
    );
  }
  const jumpDrift = (parameters.jumpsPerYear ?? 0) * jumpCompensator(parameters);
  const drift = (driftAnnual - jumpDrift) * substepYears;
  const gather = rest / (kappa * (1 + decay));
  return Float64Array.of(
    decay,
    theta * rest,
    (sigma * sigma * decay * rest) / kappa,
    (0.5 * theta * sigma * sigma * rest * rest) / kappa,
    tilt,
    leverage,
    halfTime,
    0.5 * halfTime,
    drift,
    gather,
    theta * (substepYears - 2 * gather),
    Math.exp(drift),
  );
}
