"""Trains a character language model in PyTorch, beside what Unroll has made of it.

    python language.py JOB.json

The job names the text as indices, the sizes, the weights before the first and after the last
update, and Unroll's losses. Prints one JSON object: bits per character on what is held out
with both final weights, and how far the losses lie apart.
"""

import json
import math
import sys

import torch
from safetensors.torch import load_file

job = json.load(open(sys.argv[1]))
V, H, T, B = job["vocabulary"], job["hiddenSize"], job["seqLen"], job["batch"]
ids = torch.tensor(job["ids"])
end = len(ids) - math.floor(len(ids) * job["validation"])
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Residual(torch.nn.RNN):
    """NNDL eq. 6.50 with a factor: h_t = h_{t-1} + alpha tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)."""

    def forward(self, x, h):
        h = torch.zeros(1, x.shape[1], H) if h is None else h
        state, states = h[0], []
        read = x @ self.weight_ih_l0.T + self.bias_ih_l0 + self.bias_hh_l0
        for step in read:
            state = state + job["residualScale"] * torch.tanh(step + state @ self.weight_hh_l0.T)
            states.append(state)
        return torch.stack(states), state[None]


class Model(torch.nn.Module):
    """The cell, and a linear layer that says the next character."""

    def __init__(self, weights):
        super().__init__()
        cells = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM, "residual": Residual}
        self.rnn = cells[job["cell"]](V, H)
        self.head = torch.nn.Linear(H, V)
        self.load_state_dict(load_file(weights))

    def forward(self, characters, state):
        out, state = self.rnn(torch.nn.functional.one_hot(characters, V).to(torch.get_default_dtype()), state)
        return self.head(out), state


def cross_entropy(scores, targets):
    return torch.nn.functional.cross_entropy(scores.reshape(-1, V), targets.reshape(-1))


def places():
    """Where the readers stand in each batch: B of them, equally far apart, each goes on until
    the beginning of the next one; then a new pass begins one character further on."""
    of_reader = (end - 1) // B
    batches = of_reader // T
    slack = of_reader - batches * T
    for k in range(job["updates"]):
        start = [b * of_reader + (k // batches) % (slack + 1) + (k % batches) * T for b in range(B)]
        yield start, k % batches == 0


def trained():
    """The model after the last update, and the loss of each."""
    model = Model(job["before"])
    optimizer = torch.optim.Adam(model.parameters(), lr=job["lr"])
    losses, state = [], None
    for start, is_new in places():
        rows = torch.stack([ids[s : s + T + 1] for s in start], dim=1)
        detached = tuple(s.detach() for s in state) if isinstance(state, tuple) else state
        if torch.is_tensor(detached):
            detached = detached.detach()
        scores, state = model(rows[:-1], None if is_new else detached)
        loss = cross_entropy(scores, rows[1:])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), job["clip"])
        optimizer.step()
        losses.append(loss.item())
    return model, losses


def bits(model):
    """Per character of what is held out, which is read once."""
    held = ids[end:, None]
    with torch.no_grad():
        scores, _ = model(held[:-1], None)
    return cross_entropy(scores, held[1:]).item() / math.log(2)


model, losses = trained()
errors = [abs(a - b) / b for a, b in zip(job["losses"], losses, strict=True)]
print(
    json.dumps(
        {
            "bits": bits(Model(job["after"])),
            "torchBits": bits(model),
            "lossError": max(errors),
            "torch": torch.__version__,
        }
    )
)
