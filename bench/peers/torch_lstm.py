"""The LSTM forecaster in PyTorch: torch.nn.LSTM with a linear layer on its last output, squared error."""

import torch
import torch.nn.functional as functional


def create(request, arrays):
    # [rows][window][inputs], [rows], already in the order of the epoch
    windows, targets = arrays["windows"], arrays["targets"]
    count, _, inputs = windows.shape
    units, batch = request["units"], request["batch"]
    is_batch_first = request["variant"] == "batch first"
    if not is_batch_first:
        windows = windows.transpose(0, 1).contiguous()
    lstm = torch.nn.LSTM(inputs, units, batch_first=is_batch_first)
    head = torch.nn.Linear(units, 1)
    # The gates' order is this library's as well. One of PyTorch's two biases is enough.
    recurrent_bias = lstm.bias_hh_l0.requires_grad_(False)
    parameters = [lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias]
    with torch.no_grad():
        recurrent_bias.zero_()
        at = 0
        for p in parameters:
            p.copy_(arrays["weights"][at : at + p.numel()].view(p.shape))
            at += p.numel()

    def loss(start):
        end = min(start + batch, count)
        x = windows[start:end] if is_batch_first else windows[:, start:end]
        outputs, _ = lstm(x)
        last = outputs[:, -1] if is_batch_first else outputs[-1]
        return functional.mse_loss(head(last).squeeze(1), targets[start:end])

    def epoch(adam):
        for start in range(0, count, batch):
            adam.zero_grad(set_to_none=True)
            loss(start).backward()
            adam.step()

    return {"parameters": parameters, "first_loss": lambda: loss(0), "step": epoch}
