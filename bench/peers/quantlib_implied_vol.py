"""QuantLib's side of `npm run bench -- simulate`, implied volatilities: requests and replies are lines of JSON.

prepare {model, forward, years, calls, columns}   float64 columns price, strike and vol, calls before puts
run {form, steps}     inverts all so many times; gives the milliseconds of each, the largest relative error of volatility and
                      how many quotes QuantLib refused

QuantLib 1.29 has no entry that takes arrays: the forms are the loops that Python offers. Its solver's accuracy is left as
it is, 1e-6 of the standard deviation.
"""

import base64
import json
import math
import sys
import time

try:
    import QuantLib as ql
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)


def column(text):
    return memoryview(base64.b64decode(text)).cast("d").tolist()


def prepare(request):
    columns = {name: column(text) for name, text in request["columns"].items()}
    count = len(columns["price"])
    types = [ql.Option.Call if i < request["calls"] else ql.Option.Put for i in range(count)]
    return {
        "model": request["model"],
        "forward": [request["forward"]] * count,
        "years": request["years"],
        "types": types,
        **columns,
    }


def invert(case, form):
    """Volatilities; of refused quotes NaN, in which case the loop is run with a handler around each call."""
    types, strike, forward, price = case["types"], case["strike"], case["forward"], case["price"]
    if case["model"] == "bachelier":
        one, arguments = ql.bachelierBlackFormulaImpliedVol, (types, strike, forward, [case["years"]] * len(types), price)
    else:
        one = ql.blackFormulaImpliedStdDevLiRS if form == "li-rs" else ql.blackFormulaImpliedStdDev
        arguments = (types, strike, forward, price)
    try:
        if form == "comprehension":
            return [one(*quote) for quote in zip(*arguments)], 0
        return list(map(one, *arguments)), 0
    except RuntimeError:
        pass
    found, failures = [], 0
    for quote in zip(*arguments):
        try:
            found.append(one(*quote))
        except RuntimeError:
            found.append(math.nan)
            failures += 1
    return found, failures


def run(case, form, steps):
    milliseconds = []
    for _ in range(steps):
        start = time.perf_counter()
        found, failures = invert(case, form)
        milliseconds.append(1e3 * (time.perf_counter() - start))
    unit = 1.0 if case["model"] == "bachelier" else math.sqrt(case["years"])
    errors = (abs(value / unit / vol - 1) for value, vol in zip(found, case["vol"]) if not math.isnan(value))
    return {"milliseconds": milliseconds, "largestError": max(errors, default=0.0), "failures": failures}


def main():
    print(json.dumps({"version": ql.__version__}), flush=True)
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "prepare":
                case, reply = prepare(request), {}
            else:
                reply = run(case, request["form"], request["steps"])
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
