#!/usr/bin/env python3
"""Fixtures of what stands before and between the cells: embedded symbols, dropout, a learned first state.

usage: gen_inputs.py OUT      writes OUT/inputs
Everything is float64. The masks of dropout are drawn here and stand in the file, since every library draws its own.
"""
import os, sys
import numpy as np
import torch
from torch import nn
import stio

ROOT = sys.argv[1] if len(sys.argv) > 1 else "."
T, B, V, E, H, O = 6, 3, 5, 4, 3, 5

#        cell    layers bidir  p
CASES = [("rnn", 2, False, 0.5), ("gru", 3, True, 0.25), ("lstm", 2, False, 0.4)]
MODULES = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def fixture(path, cell, layers, bidirectional, p, seed):
    D = 2 if bidirectional else 1
    torch.manual_seed(seed)
    embedding = nn.Embedding(V, E)
    stack = [MODULES[cell](E if l == 0 else D * H, H, bidirectional=bidirectional) for l in range(layers)]
    head = nn.Linear(D * H, O)
    states = {name: nn.Parameter(0.5 * torch.randn(layers * D, H)) for name in ("h0", "c0")[: 1 + (cell == "lstm")]}
    masks = [(torch.rand(T, B, D * H) >= p).double() / (1 - p) for _ in range(layers - 1)]
    symbols, classes = torch.randint(V, (T, B)), torch.randint(O, (T, B))

    x = embedding(symbols)
    for l, layer in enumerate(stack):
        first = [state[l * D:(l + 1) * D].unsqueeze(1).expand(D, B, H).contiguous() for state in states.values()]
        x, _ = layer(x, tuple(first) if cell == "lstm" else first[0])
        if l < layers - 1:
            x = x * masks[l]
    scores = head(x)
    loss = nn.functional.cross_entropy(scores.flatten(0, 1), classes.flatten())
    loss.backward()

    parameters = {"embedding.weight": embedding.weight}
    for l, layer in enumerate(stack):
        for name, value in layer.named_parameters():
            parameters["rnn." + name.replace("_l0", f"_l{l}")] = value
    parameters.update({"head.weight": head.weight, "head.bias": head.bias, **states})
    tensors = {"symbols": symbols, "classes": classes, "scores": scores, "loss": loss.reshape(1)}
    tensors.update({f"mask.{l}": mask for l, mask in enumerate(masks)})
    for name, value in parameters.items():
        tensors[name] = value
        tensors["grad." + name] = value.grad
    sizes = {"seq_len": T, "batch": B, "num_symbols": V, "embedding_size": E, "hidden_size": H, "output_size": O}
    meta = {"kind": "inputs", "cell": cell, "num_layers": layers, "bidirectional": str(bidirectional).lower(),
            "dropout": p, "seed": seed, **sizes, "torch_version": torch.__version__, "numpy_version": np.__version__}
    stio.write(path, {k: v.detach().numpy() for k, v in tensors.items()}, {k: str(v) for k, v in meta.items()})


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    os.makedirs(f"{ROOT}/inputs", exist_ok=True)
    for seed, case in enumerate(CASES):
        fixture(f"{ROOT}/inputs/{case[0]}.safetensors", *case, seed=seed)
