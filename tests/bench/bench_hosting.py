"""Benchmark of the hosting room: errors of three speed models on the same held-out rows, and the planner's time.

Run with ``python tests/bench/bench_hosting.py``. AIConfigurator needs its silicon database, which its package does not
carry; its published error on these rows (17% median, throughput) is quoted in docs/hosting.md and not computed here.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from advisor.catalog.load import load_catalog
from advisor.hosting.calibrate import hold_out
from advisor.hosting.planner import plan_alternatives
from advisor.hosting.sample import sample_of, serve_sample
from advisor.hosting.speed_constants import BASE
from advisor.questionnaire.answers import Answers

ROUNDS = 11


def error_rows() -> list[tuple[str, int, float, float, float]]:
    """(model, rows, median, 90th percentile, median of TTFT) for the textbook roofline and the fit."""
    catalog = load_catalog()
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu)
    ours = hold_out(sample)
    constants = {name: np.full(len(sample.rows), value) for name, (value, _) in BASE.items()}
    textbook = serve_sample(sample, constants)
    below = ~ours.queued & ~np.isnan(sample.log_ttft)
    rows = []
    dense = np.array([row.model_id is not None for row in sample.rows]) & (sample.rig.moe == 0)
    for name, speed_error, ttft_error in (
        (
            "textbook roofline",
            np.log(textbook.output_tokens_per_s[:, 0]) - sample.log_speed,
            np.log(textbook.ttft_s[:, 0]) - sample.log_ttft,
        ),
        ("this project, held out by model", -ours.throughput, -ours.ttft),
    ):
        for scope, chosen in (("all", dense | ~dense), ("dense", dense), ("mixture of experts", ~dense)):
            off, late = np.abs(np.expm1(speed_error[chosen])), np.abs(np.expm1(ttft_error[chosen & below]))
            found = (float(np.median(off)), float(np.quantile(off, 0.9)), float(np.median(late)))
            rows.append((f"{name}, {scope}", int(chosen.sum()), *found))
    return rows


def planning_ms() -> tuple[int, float]:
    """Alternatives of the whole catalog and the median milliseconds to plan them, warm."""
    catalog = load_catalog()
    answers = Answers.model_validate({"title": "Bench", "use_cases": [{"task": "rag"}]})
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        table = plan_alternatives(catalog.models, answers.use_cases[0], answers, catalog)
        times.append(time.perf_counter() - start)
    return len(table), 1e3 * float(np.median(times[1:]))


if __name__ == "__main__":
    for name, count, median, p90, ttft in error_rows():
        sys.stdout.write(f"{name}: {count} rows, median {median:.1%}, p90 {p90:.1%}, TTFT {ttft:.1%}\n")
    alternatives, milliseconds = planning_ms()
    sys.stdout.write(f"planning {alternatives} alternatives: {milliseconds:.0f} ms\n")
