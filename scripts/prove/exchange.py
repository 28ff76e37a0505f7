"""Reads exports, each by its own reader, and says what it finds.

    python exchange.py FOLDER

For each run NAME the folder holds NAME.parquet, NAME.tensorboard, .. beside NAME.json, which
says what they must hold. A line a check; exit code 1 if one fails. A reader that is not
installed is named, and nothing is claimed for it.
"""

import contextlib
import importlib
import io
import json
import math
import pathlib
import subprocess
import sys

COLUMNS = ["loss", "gradNorm", "gradNormClipped", "lr", "ms"]
failures = []


def reader(name):
    """A module, or None with a line that says that it is missing."""
    try:
        module = importlib.import_module(name)
        print(f"{name} {getattr(module, '__version__', '')}".strip())
        return module
    except ImportError:
        print(f"{name} is not installed: what it reads is NOT proved")
        return None


def check(name, what, holds, detail=""):
    """Prints whether something holds."""
    print(f"{'ok  ' if holds else 'FAIL'} {name}: {what}{' (' + detail + ')' if detail else ''}")
    if not holds:
        failures.append((name, what))


def largest(a, b):
    """The largest difference of two arrays, relative to numbers above 1."""
    return float(max(abs(a - b) / np.maximum(1, abs(b)), default=0)) if a.ndim else abs(a - b)


def check_script(folder, name, kind):
    """A script prints one line, its numbers agree, and it fails where a weight is another."""
    script = folder / f"{name}.{kind}" / "update.py"
    if kind == "numpy":
        imports = [line for line in script.read_text().splitlines() if line.startswith(("import", "from"))]
        check(name, "the numpy script imports numpy alone", imports == ["import numpy as np"])
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd="/")
    lines = ran.stdout.splitlines()
    if ran.returncode not in (0, 1) or len(lines) != 1:
        return check(name, f"{kind} runs", False, ran.stderr[-400:])
    found = json.loads(lines[0])
    errors = [
        abs(found[key] - found["expected"][key]) / max(1, abs(found["expected"][key]))
        for key in ("loss", "gradNorm")
    ]
    check(name, f"{kind} agrees with Unroll to 1e-9", max(errors) <= 1e-9 and ran.returncode == 0, f"{max(errors):.1e}")
    changed = script.read_text().replace("EXPECTED_LOSS = ", "EXPECTED_LOSS = 3e-9 + ")
    wrong = script.with_name("wrong.py")
    wrong.write_text(changed.replace('removesuffix("update.py")', 'removesuffix("wrong.py")'))
    ran = subprocess.run([sys.executable, str(wrong)], capture_output=True, text=True)
    check(name, f"{kind} fails where they differ", ran.returncode == 1)


def check_parquet(path, name, log):
    table = pyarrow_parquet.read_table(path)
    same = table.column("update").to_pylist() == log["update"] and all(
        table.column(column).to_pylist() == log[column] for column in COLUMNS
    )
    check(name, "Parquet holds the log", same, f"{table.num_rows} rows")


def check_tensorboard(path, name, log):
    accumulator = event_accumulator.EventAccumulator(str(path), size_guidance={"scalars": 0})
    accumulator.Reload()
    same = sorted(accumulator.Tags()["scalars"]) == sorted(COLUMNS) and all(
        [(event.step, event.value) for event in accumulator.Scalars(column)]
        == [(step, float(np.float32(value))) for step, value in zip(log["update"], log[column])]
        for column in COLUMNS
    )
    check(name, "TensorBoard shows the log", same, f"{len(accumulator.Scalars('loss'))} events")


def check_safetensors(path, name, weights):
    tensors = safetensors_numpy.load_file(path)
    same = sorted(tensors) == sorted(weights) and all(
        np.array_equal(tensors[key], np.array(weights[key], tensors[key].dtype)) for key in tensors
    )
    check(name, "safetensors holds the weights", same, f"{len(tensors)} tensors")


def model_of(folder, name):
    """The model, its batch and its output, as the PyTorch script makes them."""
    script = folder / f"{name}.pytorch" / "update.py"
    scope = {"__file__": str(script), "__name__": "script"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        exec(compile(script.read_text(), str(script), "exec"), scope)
    return scope


def scores_of(scope):
    """The scores at every step, from the state that sequences begin at and without dropout."""
    model, x, learned = scope["model"], scope["x"], scope["load"]("weights.npz")
    starts = [learned[key][:, None].repeat(1, x.shape[1], 1) for key in ("h0", "c0") if key in learned]
    if not starts and "state" in scope:
        given = scope["state"]
        starts = [torch.zeros_like(state) for state in (given if isinstance(given, tuple) else [given])]
    if hasattr(model, "embedding"):
        x = model.embedding(x.argmax(dim=2))
    layers = model.rnn if isinstance(model.rnn, torch.nn.ModuleList) else [model.rnn]
    for at, layer in enumerate(layers):
        own = [state.chunk(len(layers))[at] for state in starts]
        x, _ = layer(x, *([] if not own else own if len(own) == 1 else [tuple(own)]))
    return model.head(x)


def check_onnx(folder, name):
    path = folder / f"{name}.onnx"
    if onnx:
        onnx.checker.check_model(str(path), full_check=True)
        check(name, "onnx.checker takes the model", True)
    if not (onnxruntime and torch):
        return
    scope = model_of(folder, name)
    x = scope["x"].numpy().astype(np.float32)
    with torch.no_grad():
        expected = scores_of(scope).numpy()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (scores,) = session.run(["scores"], {"x": x})
    error = largest(scores.ravel(), expected.ravel())
    check(name, "onnxruntime agrees with PyTorch to 1e-5", scores.shape == expected.shape and error < 1e-5, f"{error:.1e}")
    longer = np.concatenate([x, x])[:, :2]
    (scores,) = session.run(["scores"], {"x": longer})
    check(name, "the model takes other lengths and batches", scores.shape[:2] == longer.shape[:2])


folder = pathlib.Path(sys.argv[1])
np = reader("numpy")
torch = reader("torch")
pyarrow_parquet = reader("pyarrow.parquet")
event_accumulator = reader("tensorboard.backend.event_processing.event_accumulator")
safetensors_numpy = reader("safetensors.numpy")
onnx = reader("onnx")
onnxruntime = reader("onnxruntime")
if not np:
    sys.exit(1)

for run in sorted(folder.glob("*.run")):
    name = run.name.removesuffix(".run")
    document = json.loads((folder / f"{name}.json").read_text())
    log, weights = document["log"], document["weights"]["parameters"]
    check_script(folder, name, "numpy")
    if torch:
        check_script(folder, name, "pytorch")
    if pyarrow_parquet:
        check_parquet(folder / f"{name}.parquet", name, log)
    if event_accumulator:
        check_tensorboard(folder / f"{name}.tensorboard", name, log)
    if safetensors_numpy:
        check_safetensors(folder / f"{name}.safetensors", name, weights)
    if (folder / f"{name}.onnx").exists():
        check_onnx(folder, name)

print("all agree" if not failures else f"{len(failures)} checks failed")
sys.exit(1 if failures else 0)
