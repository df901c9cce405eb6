"""The policy network in PyTorch: hedging over all steps, entropic loss, gradient through time.

Tried and slower on every machine at hand: torch.jit.script of the whole loop, the features' share of the first layer
computed for all steps at once, P&L summed up step by step instead of at the end.
"""

import math

import torch
import torch.nn.functional as functional

ACTIVATIONS = {"relu": torch.relu_, "silu": functional.silu}


def entropic(pnl, risk_aversion):
    return (torch.logsumexp(-risk_aversion * pnl, 0) - math.log(len(pnl))) / risk_aversion


def split_weights(flat, layers):
    """W[output][input] and b of each layer, from the flat weights."""
    parts, at = [], 0
    for inputs, outputs in layers:
        parts.append(flat[at : at + outputs * inputs].view(outputs, inputs))
        at += outputs * inputs
        parts.append(flat[at : at + outputs])
        at += outputs
    return parts


def create(request, arrays):
    # [steps][signals][paths], [steps + 1][paths], [paths]
    signals, prices, unhedged = arrays["signals"], arrays["prices"], arrays["unhedged"]
    steps, _, paths = signals.shape
    moves, charges = prices[1:] - prices[:-1], request["cost"] * prices
    activation = ACTIVATIONS[request["activation"]]
    parameters = [torch.nn.Parameter(p.clone()) for p in split_weights(arrays["weights"], request["layers"])]
    layers = list(zip(parameters[::2], parameters[1::2]))

    def loss_of(holdings):
        """Holdings [steps + 1][paths], the first row zero."""
        trades = (holdings[1:] - holdings[:-1]).abs()
        gains = (holdings[1:] * moves).sum(0) - (trades * charges[:-1]).sum(0)
        return entropic(unhedged + gains - holdings[-1].abs() * charges[-1], request["riskAversion"])

    rows = signals.transpose(1, 2).contiguous()

    def by_rows():
        """Activations [paths][units]."""
        holding = torch.zeros(paths, 1)
        holdings = [holding]
        for t in range(steps):
            x = torch.cat((rows[t], holding), 1)
            for weight, bias in layers[:-1]:
                x = activation(functional.linear(x, weight, bias))
            holding = functional.linear(x, *layers[-1])
            holdings.append(holding)
        return loss_of(torch.cat(holdings, 1).t())

    def by_columns():
        """Activations [units][paths]."""
        holding = torch.zeros(1, paths)
        holdings = [holding]
        columns = [(weight, bias[:, None]) for weight, bias in layers]
        for t in range(steps):
            x = torch.cat((signals[t], holding), 0)
            for weight, bias in columns[:-1]:
                x = activation(torch.addmm(bias, weight, x))
            holding = torch.addmm(columns[-1][1], columns[-1][0], x)
            holdings.append(holding)
        return loss_of(torch.cat(holdings, 0))

    loss = {"rows": by_rows, "columns": by_columns}[request["variant"]]

    def step(adam):
        adam.zero_grad(set_to_none=True)
        loss().backward()
        adam.step()

    return {"parameters": parameters, "first_loss": loss, "step": step}
