"""PyTorch's side of `npm run bench -- train`: requests and replies are lines of JSON on stdin and stdout.

prepare {slot, threads, kind, variant, ...}  sets a problem up; gives loss and gradient norm at the given weights
run {slot, steps}                            trains so many steps (of an LSTM: epochs); gives the milliseconds of each
clear {}                                     forgets all slots
"""

import base64
import ctypes
import gc
import json
import os
import sys
import time

try:
    import torch
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)

import torch_lstm
import torch_policy

PROBLEMS = {"policy": torch_policy.create, "lstm": torch_lstm.create}


def blas_in_use():
    """The linear algebra library that products run on, and its files, after a product that makes sure it is loaded."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    with open("/proc/self/maps") as maps:
        files = {os.path.realpath(line.split()[-1]) for line in maps if ".so" in line}
    paths = sorted(f for f in files if any(name in f.lower() for name in ("blas", "mkl_rt", "blis")))
    # Debian's libblas.so.3 stands for one of several; LAPACK may have loaded another beside it.
    chosen = [f for f in paths if "libblas.so" in f] or paths
    for name, mark in (("OpenBLAS", "openblas"), ("MKL", "mkl"), ("BLIS", "blis"), ("ATLAS", "atlas")):
        if any(mark in path.lower() for path in chosen):
            return name, paths
    return ("reference BLAS" if chosen else "built in"), paths


def tensors(arrays):
    def read(array):
        return torch.frombuffer(bytearray(base64.b64decode(array["base64"])), dtype=torch.float32).view(array["shape"])

    return {name: read(array) for name, array in arrays.items()}


def prepare(request):
    torch.set_num_threads(request["threads"])
    problem = PROBLEMS[request["kind"]](request, tensors(request["arrays"]))
    loss = problem["first_loss"]()
    loss.backward()
    norm = sum(float((p.grad.double() ** 2).sum()) for p in problem["parameters"]) ** 0.5
    # The same constants as TensorFlow.js's Adam; one call for all parameters instead of one for each.
    adam = torch.optim.Adam(problem["parameters"], lr=1e-3, eps=1e-7, foreach=True)
    return {"loss": loss.item(), "gradientNorm": norm}, (request["threads"], lambda: problem["step"](adam))


def run(slot, steps):
    threads, step = slot
    torch.set_num_threads(threads)
    milliseconds = []
    for _ in range(steps):
        start = time.perf_counter()
        step()
        milliseconds.append(1e3 * (time.perf_counter() - start))
    return {"milliseconds": milliseconds}


def answer(request, slots):
    if request["op"] == "clear":
        slots.clear()
        gc.collect()
        # The settings that keep freed memory for the next step would keep it for good.
        ctypes.CDLL(None).malloc_trim(0)
        return {}
    if request["op"] == "run":
        return run(slots[request["slot"]], request["steps"])
    reply, slots[request["slot"]] = prepare(request)
    return reply


def main():
    name, paths = blas_in_use()
    print(json.dumps({"version": torch.__version__, "blas": name, "blasPaths": paths}), flush=True)
    slots = {}
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line), slots)
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
