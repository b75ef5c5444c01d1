"""Runs ours and the peers in turn and prints their medians and ratios."""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

folder = pathlib.Path(__file__).parent
package = folder.parent.parent.parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--impute", action="store_true")
parser.add_argument("--benchmark", default=str(package / ".build/release/lacuna-benchmark"))
options = parser.parse_args()
kind = "impute" if options.impute else "miwae"


def ours():
    command = [options.benchmark, kind, "--threads", str(options.threads), "--json"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["figures"]
    return figures[0]["median"]


def peer(script):
    command = [sys.executable, str(folder / script), "--threads", str(options.threads)]
    command += ["--impute"] if options.impute else []
    output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout
    line = json.loads(output.strip().splitlines()[-1])
    return line.get("ms_per_step") or line["rows_per_second"]


runs = {"lacuna": ours, "torch": lambda: peer("miwae_torch.py"), "jax": lambda: peer("miwae_jax.py")}
results = {name: [] for name in runs}
for _ in range(options.rounds):
    for name, run in runs.items():
        results[name].append(run())
unit = "rows/s" if options.impute else "ms a step"
medians = {name: statistics.median(figures) for name, figures in results.items()}
for name, median in medians.items():
    ratio = medians["lacuna"] / median if options.impute else median / medians["lacuna"]
    print(f"{name:8} {median:10.3f} {unit}   ours is {ratio:.2f} times as fast")
