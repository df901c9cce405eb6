"""NumPy's side of `npm run bench -- simulate`: requests and replies are lines of JSON on stdin and stdout.

prepare {slot, market, parameters, steps, years, paths, variant, checkedPaths}
                     sets a case up; gives moments of the last prices of so many paths, to be held against ours
run {slot, steps}    draws the case so many times; gives the milliseconds of each
clear {slot}         forgets a slot

A variant is {normals: 'ziggurat' | 'box-muller', batch: paths drawn at a time, form: the market's formulation, precision}.
Prices are float64, layout [step][path], in buffers that are made once: batches are drawn over each other. So is all else,
but for rough Bergomi's normals and variances where `precision` is 'float32'.
"""

import json
import sys
import time

try:
    import numpy as np
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)


def ziggurat(rng):
    """NumPy's own normal numbers, from its fastest bit generator."""
    return lambda out: rng.standard_normal(dtype=out.dtype, out=out)


def box_muller(rng):
    """Pairs of normals from pairs of uniforms: more arithmetic, but all of it in NumPy's vectorised functions."""
    work = {}

    def fill(out):
        flat = out.reshape(-1)
        half = flat.size // 2
        if half not in work:
            work[half] = np.empty((2, half), dtype=out.dtype)
        radius, angle = work[half]
        first, second = flat[:half], flat[half : 2 * half]
        rng.random(dtype=out.dtype, out=radius)
        np.subtract(1.0, radius, out=radius)
        np.log(radius, out=radius)
        np.multiply(radius, -2.0, out=radius)
        np.sqrt(radius, out=radius)
        rng.random(dtype=out.dtype, out=angle)
        np.multiply(angle, 2.0 * np.pi, out=angle)
        np.cos(angle, out=first)
        np.multiply(first, radius, out=first)
        np.sin(angle, out=second)
        np.multiply(second, radius, out=second)

    return fill


NORMALS = {"ziggurat": ziggurat, "box-muller": box_muller}


def gbm(p, steps, years, paths, rng, normals, form, precision):
    """Exact in the logarithm: spot[k + 1] = spot[k] exp((mu - sigma^2 / 2) dt + sigma sqrt(dt) Z)."""
    dt = years / steps
    drift = (p["driftAnnual"] - 0.5 * p["volAnnual"] ** 2) * dt
    deviation = p["volAnnual"] * dt**0.5
    spot = np.empty((steps + 1, paths))
    spot[0] = 100.0

    def step_by_step():
        z = np.empty(paths)
        for k in range(steps):
            normals(z)
            np.multiply(z, deviation, out=z)
            np.add(z, drift, out=z)
            np.exp(z, out=z)
            np.multiply(spot[k], z, out=spot[k + 1])

    def at_once():
        rest = spot[1:]
        normals(rest)
        np.multiply(rest, deviation, out=rest)
        np.add(rest, drift, out=rest)
        np.exp(rest, out=rest)
        for k in range(steps):
            np.multiply(spot[k], spot[k + 1], out=spot[k + 1])

    return {"steps": step_by_step, "whole": at_once}[form], spot


def heston(p, steps, years, paths, rng, normals, form, precision):
    """Andersen's quadratic-exponential scheme with martingale correction (2008), psi_c = 1.5, gamma1 = gamma2 = 1/2."""
    dt = years / steps
    kappa, theta, xi, rho = p["kappa"], p["theta"], p["volOfVar"], p["rho"]
    decay = np.exp(-kappa * dt)
    c1 = xi**2 * decay * (1 - decay) / kappa
    c2 = theta * xi**2 * (1 - decay) ** 2 / (2 * kappa)
    k1 = 0.5 * dt * (kappa * rho / xi - 0.5) - rho / xi
    k2 = 0.5 * dt * (kappa * rho / xi - 0.5) + rho / xi
    k3 = 0.5 * dt * (1 - rho**2)
    a = k2 + 0.5 * k3
    rate = p["driftAnnual"] * dt
    spot, variance = np.empty((steps + 1, paths)), np.empty((steps + 1, paths))
    spot[0], variance[0] = 100.0, p["variance"]
    z, mean, psi, w, shift, log_spot, u, v_exp, m_exp = (np.empty(paths) for _ in range(9))
    exponential = np.empty(paths, dtype=bool)

    def quadratic_branch(v_next):
        """Fills v_next and `shift` (the correction) as if psi <= 2 everywhere; uses mean and psi."""
        np.minimum(psi, 2.0, out=w)
        np.divide(2.0, w, out=w)
        np.subtract(w, 1.0, out=u)
        np.multiply(w, u, out=shift)
        np.sqrt(shift, out=shift)
        np.add(u, shift, out=w)  # b^2
        np.add(w, 1.0, out=u)
        np.divide(mean, u, out=u)  # a
        normals(v_next)
        np.sqrt(w, out=shift)
        np.add(v_next, shift, out=v_next)
        np.multiply(v_next, v_next, out=v_next)
        np.multiply(v_next, u, out=v_next)
        np.multiply(u, a, out=u)  # A a
        np.multiply(w, u, out=w)
        np.multiply(u, -2.0, out=u)
        np.add(u, 1.0, out=u)
        np.divide(w, u, out=w)
        np.log(u, out=u)
        np.multiply(u, 0.5, out=u)
        np.subtract(u, w, out=shift)  # -ln M

    def exponential_branch(psi, mean, u, v_out, m_out):
        """Fills v_out and m_out (the correction) from psi and the mean, with uniforms u; all of one length."""
        p_zero = (psi - 1.0) / (psi + 1.0)
        beta = (1.0 - p_zero) / mean
        np.subtract(1.0, u, out=u)
        np.divide(1.0 - p_zero, u, out=u)
        np.log(u, out=u)
        np.maximum(u, 0.0, out=u)
        np.divide(u, beta, out=v_out)
        np.log(p_zero + beta * (1.0 - p_zero) / (beta - a), out=m_out)
        np.negative(m_out, out=m_out)

    def draw():
        log_spot.fill(np.log(100.0))
        for k in range(steps):
            v, v_next = variance[k], variance[k + 1]
            np.multiply(v, decay, out=mean)
            np.add(mean, theta * (1 - decay), out=mean)
            np.multiply(v, c1, out=psi)
            np.add(psi, c2, out=psi)
            np.divide(psi, mean, out=psi)
            np.divide(psi, mean, out=psi)
            np.greater(psi, 1.5, out=exponential)
            quadratic_branch(v_next)
            if form == "where":
                # Both branches for all paths.
                rng.random(out=u)
                np.maximum(psi, 1.5, out=w)
                exponential_branch(w, mean, u, v_exp, m_exp)
                v_next[:] = np.where(exponential, v_exp, v_next)
                shift[:] = np.where(exponential, m_exp, shift)
            else:
                # The exponential branch for those paths alone that take it.
                at = np.flatnonzero(exponential)
                if at.size > 0:
                    out_v, out_m = v_exp[: at.size], m_exp[: at.size]
                    exponential_branch(psi.take(at), mean.take(at), rng.random(at.size), out_v, out_m)
                    v_next[at] = out_v
                    shift[at] = out_m
            # ln S' = ln S + r dt - ln M - k3 v / 2 + k2 v' + sqrt(k3 (v + v')) Z: k1 v cancels against the correction.
            np.add(log_spot, shift, out=log_spot)
            np.multiply(v_next, k2, out=w)
            np.add(log_spot, w, out=log_spot)
            np.multiply(v, -0.5 * k3, out=w)
            np.add(log_spot, w, out=log_spot)
            np.add(v, v_next, out=w)
            np.multiply(w, k3, out=w)
            np.sqrt(w, out=w)
            normals(z)
            np.multiply(z, w, out=z)
            np.add(log_spot, z, out=log_spot)
            if rate != 0:
                np.add(log_spot, rate, out=log_spot)
            np.exp(log_spot, out=spot[k + 1])

    return draw, spot


def rough_bergomi(p, steps, years, paths, rng, normals, form, precision):
    """Hybrid scheme of Bennedsen, Lunde and Pakkanen (2017), kappa = 1, variance from the start of each step.

    Volterra process at t_i: sqrt(2H) [near integral + sum_{k=2}^{i} (b_k dt)^(H - 1/2) dW_{i-k}], where the near integral is
    c dW_{i-1} plus an independent part.
    """
    dt = years / steps
    hurst, eta, rho, forward = p["hurst"], p["volOfVol"], p["rho"], p["forwardVariance"]
    alpha = hurst - 0.5
    k = np.arange(2, steps + 1)
    weights = np.zeros(steps)
    # E[near integral dW] / dt first, then the kernel at the best points of its cells: their means.
    weights[0] = dt**alpha / (alpha + 1)
    weights[1:] = dt**alpha * (k ** (alpha + 1) - (k - 1) ** (alpha + 1)) / (alpha + 1)
    scale = eta * (2 * hurst) ** 0.5
    # Scaled so that standard normals go in and eta * Y comes out.
    weights *= scale * dt**0.5
    rest = scale * (dt ** (2 * alpha + 1) * (1 / (2 * alpha + 1) - 1 / (alpha + 1) ** 2)) ** 0.5
    times = dt * np.arange(1, steps)
    log_level = (np.log(forward) - 0.5 * eta**2 * times ** (2 * hurst))[:, None]
    own, other = rho * dt**0.5, (1 - rho**2) ** 0.5 * dt**0.5
    spot, variance = np.empty((steps + 1, paths)), np.empty((steps, paths), dtype=precision)
    spot[0], variance[0] = 100.0, forward
    z, near, free, vol = (np.empty((steps, paths), dtype=precision) for _ in range(4))
    rows = steps - 1
    lags = np.arange(rows)[:, None] - np.arange(rows)[None, :]
    matrix = np.where(lags >= 0, weights[np.maximum(lags, 0)], 0.0).astype(precision)
    log_level = log_level.astype(precision)
    length = 2 * steps
    while max(prime_factors(length)) > 5:
        length += 1
    spectrum = np.fft.rfft(weights[:rows], length)

    def convolve_by_matrix(out):
        np.matmul(matrix, z[:rows], out=out)

    def convolve_by_blocks(out):
        """Two products instead of one, without the quarter of the matrix that is 0."""
        half = rows // 2
        np.matmul(matrix[:half, :half], z[:half], out=out[:half])
        np.matmul(matrix[half:, :], z[:rows], out=out[half:])

    def convolve_by_fft(out):
        along = np.ascontiguousarray(z[:rows].T)
        transformed = np.fft.rfft(along, length, axis=1)
        np.multiply(transformed, spectrum, out=transformed)
        out[:] = np.fft.irfft(transformed, length, axis=1)[:, :rows].T

    convolve = {"matrix": convolve_by_matrix, "blocks": convolve_by_blocks, "fft": convolve_by_fft}[form]

    def draw():
        normals(z)
        normals(free)
        later = variance[1:]
        convolve(later)
        part = near[:rows]
        normals(part)
        np.multiply(part, rest, out=part)
        np.add(later, part, out=later)
        np.add(later, log_level, out=later)
        np.exp(later, out=later)
        np.multiply(z, own, out=near)
        np.multiply(free, other, out=free)
        np.add(near, free, out=near)
        np.sqrt(variance, out=vol)
        np.multiply(near, vol, out=near)
        np.multiply(variance, -0.5 * dt, out=vol)
        np.add(near, vol, out=near)
        if p["driftAnnual"] != 0:
            np.add(near, p["driftAnnual"] * dt, out=near)
        np.exp(near, out=near)
        for i in range(steps):
            np.multiply(spot[i], near[i], out=spot[i + 1])

    return draw, spot


def prime_factors(value):
    """Prime factors of a whole number above 1."""
    factors, q = [], 2
    while value > 1:
        while value % q == 0:
            factors.append(q)
            value //= q
        q += 1
    return factors


MARKETS = {"gbm": gbm, "heston": heston, "rough-bergomi": rough_bergomi}


def prepare(request):
    variant = request["variant"]
    batch = min(variant["batch"], request["paths"])
    rng = np.random.Generator(np.random.SFC64(20200417))
    normals = NORMALS[variant["normals"]](rng)
    draw, spot = MARKETS[request["market"]](
        request["parameters"],
        request["steps"],
        request["years"],
        batch,
        rng,
        normals,
        variant["form"],
        variant.get("precision", "float64"),
    )
    last = []
    for _ in range(-(-request.get("checkedPaths", 2**17) // batch)):
        draw()
        last.append(spot[-1].copy())
    return moments(last), (draw, request["paths"] // batch)


def moments(batches):
    """Mean, at-the-money call and mean |ln S / 100|, each with its standard error; nothing of nothing."""
    if not batches:
        return {}
    last = np.concatenate(batches)
    figures = {"mean": last, "call": np.maximum(last - 100.0, 0.0), "size": np.abs(np.log(last / 100.0))}
    return {name: [float(x.mean()), float(x.std() / x.size**0.5)] for name, x in figures.items()}


def run(slot, steps):
    draw, batches = slot
    milliseconds = []
    for _ in range(steps):
        start = time.perf_counter()
        for _ in range(batches):
            draw()
        milliseconds.append(1e3 * (time.perf_counter() - start))
    return {"milliseconds": milliseconds}


def answer(request, slots):
    if request["op"] == "clear":
        slots.pop(request["slot"], None)
        return {}
    if request["op"] == "run":
        return run(slots[request["slot"]], request["steps"])
    reply, slots[request["slot"]] = prepare(request)
    return reply


def main():
    print(json.dumps({"version": np.__version__}), flush=True)
    slots = {}
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line), slots)
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
