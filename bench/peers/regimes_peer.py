"""statsmodels' and scikit-learn's sides of `npm run bench -- regimes`: requests and replies are lines of JSON.

prepare {peer, values, rows, dimensions, states, restarts}  takes the data, float64, row by row
run {steps}                                                 fits so many times; gives the milliseconds of each and the last fit
"""

import base64
import json
import sys
import time
import warnings

PEER = sys.argv[1]
try:
    import numpy

    if PEER == "statsmodels":
        import statsmodels
        from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

        VERSION = statsmodels.__version__
    else:
        import sklearn
        from sklearn.mixture import GaussianMixture

        VERSION = sklearn.__version__
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)

warnings.simplefilter("ignore")
problem = {}


def prepare(request):
    values = numpy.frombuffer(base64.b64decode(request["values"]), dtype=numpy.float64)
    problem.update(request, data=values.reshape(request["rows"], request["dimensions"]))
    return {}


def fit(step):
    """At default settings but for what makes it the same problem; gives the log likelihood and what it took."""
    data, states = problem["data"], problem["states"]
    if PEER == "statsmodels":
        model = MarkovRegression(data[:, 0], k_regimes=states, switching_variance=True)
        result = model.fit(disp=False)
        return float(result.llf), int(result.mle_retvals.get("iterations", 0))
    model = GaussianMixture(states, covariance_type="full", n_init=problem["restarts"], random_state=step, tol=1e-9, max_iter=1000)
    model.fit(data)
    return float(model.score(data) * len(data)), int(model.n_iter_)


def run(steps):
    milliseconds = []
    for step in range(steps):
        start = time.perf_counter()
        log_likelihood, iterations = fit(step)
        milliseconds.append(1e3 * (time.perf_counter() - start))
    return {"milliseconds": milliseconds, "logLikelihood": log_likelihood, "iterations": iterations}


print(json.dumps({"version": VERSION}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = prepare(request) if request["op"] == "prepare" else run(request["steps"])
    except Exception as error:  # noqa: BLE001
        reply = {"error": repr(error)}
    print(json.dumps(reply), flush=True)
