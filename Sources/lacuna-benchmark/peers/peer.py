"""What the peers share: the command line, the cores, the data and the report. Import it before the framework."""
import argparse
import json
import os
import statistics
import sys
import time

if "--threads" in sys.argv and hasattr(os, "sched_setaffinity"):
    # Thread counts are requests; cores are a limit that every framework keeps to.
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[: int(sys.argv[sys.argv.index("--threads") + 1])])

import numpy as np

COLUMNS, LATENT, HIDDEN, SAMPLES, ROWS = 11, 10, 128, 20, 4898


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--steps", type=int, default=100, help="steps in a round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--impute", action="store_true", help="rows a second at 10,000 samples a row")
    return parser.parse_args()


def table():
    """Correlated rows, half of the cells missing (1 = observed)."""
    generator = np.random.default_rng(3)
    factor = generator.normal(size=(ROWS, 1))
    values = factor * (np.arange(COLUMNS) % 3 - 1) + generator.normal(size=(ROWS, COLUMNS))
    observed = generator.random(values.shape) > 0.5
    return values.astype(np.float32), observed.astype(np.float32)


def report(name, options, run, units_per_round):
    """Times rounds of `run` and prints one JSON object: milliseconds a step, or rows a second."""
    run()
    times = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) / units_per_round)
    median = statistics.median(times)
    figure = {"rows_per_second": 1 / median} if options.impute else {"ms_per_step": 1e3 * median}
    print(json.dumps({"peer": name, "threads": options.threads, "batch": options.batch, **figure}), flush=True)
