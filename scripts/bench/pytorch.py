"""The workloads of `unroll bench` in PyTorch, to compare with:

    OMP_NUM_THREADS=1 python3 scripts/bench/pytorch.py > pytorch.json
    npm run -s unroll -- bench --compare pytorch.json

Same shapes, same update, same way of timing: warm-up, then rounds of at least 20 ms, of which the median counts.
"""

import argparse
import ctypes
import itertools
import json
import os
import platform
import statistics
import sys
import time

import torch

SHAPES = [
    # seqLen, batch, inputSize, hiddenSize, outputSize
    (20, 16, 8, 32, 8),
    (50, 32, 16, 64, 16),
    (100, 64, 32, 128, 32),
    (100, 64, 64, 256, 64),
]
CELLS = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
DTYPES = {"float64": torch.float64, "float32": torch.float32}
GATES = {"rnn": 1, "gru": 3, "lstm": 4}

ROUND_SECONDS = 0.02
MIN_ROUNDS = 5


def make_update(cell, shape, dtype):
    """One update: forward, cross-entropy at every step, BPTT, clipping by the global norm, Adam."""
    seq_len, batch, input_size, hidden_size, output_size = shape
    torch.manual_seed(0)
    net = CELLS[cell](input_size, hidden_size, dtype=dtype)
    head = torch.nn.Linear(hidden_size, output_size, dtype=dtype)
    parameters = [*net.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    inputs = torch.randn(seq_len, batch, input_size, dtype=dtype)
    classes = torch.randint(output_size, (seq_len * batch,))

    def update():
        optimizer.zero_grad(set_to_none=True)
        output, _ = net(inputs)
        loss = torch.nn.functional.cross_entropy(head(output).view(-1, output_size), classes)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        return loss.item()

    return update


def operations(cell, shape):
    """Floating-point operations of the matrix products in one update, counted as `unroll bench` does."""
    seq_len, batch, input_size, hidden_size, output_size = shape
    gates = GATES[cell] * hidden_size
    per_row = gates * input_size * 2 + gates * hidden_size * 3 + hidden_size * output_size * 3
    return 2 * seq_len * batch * per_row


def time_round(update):
    """Milliseconds per update."""
    start = time.perf_counter()
    updates = 0
    while True:
        update()
        updates += 1
        elapsed = time.perf_counter() - start
        if elapsed >= ROUND_SECONDS:
            return 1000 * elapsed / updates


def measure(update, seconds):
    warm = time.perf_counter() + seconds / 2
    update()
    while time.perf_counter() < warm:
        update()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < MIN_ROUNDS or time.perf_counter() < end:
        times.append(time_round(update))
    return {"min": min(times), "median": statistics.median(times), "max": max(times)}


def gemm_peak(dtype):
    """Gflop/s of a product of 512 x 512 matrices."""
    a, b = torch.randn(512, 512, dtype=dtype), torch.randn(512, 512, dtype=dtype)
    best = 0.0
    for _ in range(50):
        start = time.perf_counter()
        a @ b
        best = max(best, 2 * 512**3 / (time.perf_counter() - start) / 1e9)
    return best


def blas():
    """The libraries with BLAS in their name that this process has loaded, where the system tells, and PyTorch's word."""
    paths = set()
    try:
        with open("/proc/self/maps", encoding="utf8") as maps:
            for line in maps:
                path = os.path.realpath(line.split()[-1])
                if "blas" in os.path.basename(path).lower() or "mkl_" in path.lower():
                    paths.add(path)
    except OSError:
        pass
    words = []
    for path in sorted(paths):
        words.append(os.path.basename(path))
        try:
            config = ctypes.CDLL(path).openblas_get_config
        except (OSError, AttributeError):
            continue
        config.restype = ctypes.c_char_p
        words.append(config().decode())
    told = [part.strip() for part in torch.__config__.show().split(",") if "BLAS_INFO" in part]
    return ", ".join([*words, *(part[part.index("BLAS_INFO") :] for part in told)])


def cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf8") as info:
            return next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", default=",".join(CELLS))
    parser.add_argument("--hidden-sizes", default=",".join(str(shape[3]) for shape in SHAPES))
    parser.add_argument("--dtype", default=",".join(DTYPES))
    parser.add_argument("--seconds", type=float, default=2, help="for each workload, after warming up")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cells = options.cells.split(",")
    dtypes = options.dtype.split(",")
    sizes = [int(size) for size in options.hidden_sizes.split(",")]

    results = []
    for shape in SHAPES:
        if shape[3] not in sizes:
            continue
        for cell, dtype in itertools.product(cells, dtypes):
            ms = measure(make_update(cell, shape, DTYPES[dtype]), options.seconds)
            names = ("seqLen", "batch", "inputSize", "hiddenSize", "outputSize")
            results.append(
                {
                    "cell": cell,
                    **dict(zip(names, shape)),
                    "dtype": dtype,
                    "threads": torch.get_num_threads(),
                    "msPerUpdate": ms,
                    "gflops": operations(cell, shape) / ms["median"] / 1e6,
                }
            )
    report = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "blas": blas(),
        "cpu": cpu(),
        "gemmPeakGflops": {dtype: gemm_peak(DTYPES[dtype]) for dtype in dtypes},
        "results": results,
    }
    json.dump(report, sys.stdout)
    print()


if __name__ == "__main__":
    main()
