"""Benchmark of the hosting room: errors of three speed models on the same held-out rows, and the planner's time.

Run with ``python tests/bench/bench_hosting.py``. ``aiconfigurator_0.12.0.csv`` has AIConfigurator's estimates (0.12.0,
database mode HYBRID, the engine, parallelism and quantisation of each row given to it) for a random sample of the rows.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np

from advisor.catalog.load import load_catalog
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.speed.calibrate import hold_out
from advisor.hosting.speed.constants import BASE
from advisor.hosting.speed.measurements import LOAD_KINDS, sample_of, serve_sample
from advisor.questionnaire.answers import Answers

ROUNDS = 11
ESTIMATES = Path(__file__).with_name("aiconfigurator_0.12.0.csv")


def error_rows() -> list[tuple[str, int, float, float, float]]:
    """(model, rows, median, 90th percentile, median of TTFT) for the textbook roofline and the fit."""
    catalog = load_catalog()
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu)
    ours = hold_out(sample)
    constants = {name: np.full(len(sample.rows), value) for name, (value, _) in BASE.items()}
    textbook = serve_sample(sample, constants)
    below = sample.timed
    rows = []
    dense = np.array([row.model_id is not None for row in sample.rows]) & (sample.rig.moe == 0)
    for name, speed_error, ttft_error in (
        (
            "textbook roofline",
            np.log(textbook.output_tokens_per_s) - sample.log_speed,
            np.log(textbook.ttft_s) - sample.log_ttft,
        ),
        ("this project, held out by source and family", -ours.throughput, -ours.ttft),
    ):
        kinds = [(kind, sample.kind == number) for number, kind in enumerate(LOAD_KINDS)]
        steady = kinds[0][1]
        for scope, chosen in (
            *kinds,
            ("steady, dense", steady & dense),
            ("steady, mixture of experts", steady & ~dense),
        ):
            off, late = np.abs(np.expm1(speed_error[chosen])), np.abs(np.expm1(ttft_error[chosen & below]))
            found = (
                float(np.median(off)),
                float(np.quantile(off, 0.9)),
                float(np.median(late)) if late.size else np.nan,
            )
            rows.append((f"{name}, {scope}", int(chosen.sum()), *found))
    return rows


def against_aiconfigurator() -> list[tuple[str, int, float, float, float]]:
    """The same columns on the rows that AIConfigurator was asked for: its errors and ours, held out by model."""
    catalog = load_catalog()
    with ESTIMATES.open(encoding="utf-8", newline="") as file:
        theirs = {row["speed_id"]: row for row in csv.DictReader(file)}
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu)
    ours = hold_out(sample)
    chosen = np.array([row.speed_id in theirs for row in sample.rows])
    asked = [theirs[row.speed_id] for row in sample.rows if row.speed_id in theirs]
    rate = np.log([float(row["output_tokens_per_s"]) for row in asked]) - sample.log_speed[chosen]
    wait = np.log([float(row["ttft_ms"]) / 1e3 for row in asked]) - sample.log_ttft[chosen]
    below = sample.timed[chosen]
    rows = []
    for name, speed_error, ttft_error in (
        ("AIConfigurator 0.12.0, its sample", rate, wait),
        ("this project, held out, the same rows", -ours.throughput[chosen], -ours.ttft[chosen]),
    ):
        off, late = np.abs(np.expm1(speed_error)), np.abs(np.expm1(ttft_error[below]))
        found = (float(np.median(off)), float(np.quantile(off, 0.9)), float(np.median(late)))
        rows.append((name, len(asked), *found))
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
    for name, count, median, p90, ttft in (*error_rows(), *against_aiconfigurator()):
        sys.stdout.write(f"{name}: {count} rows, median {median:.1%}, p90 {p90:.1%}, TTFT {ttft:.1%}\n")
    alternatives, milliseconds = planning_ms()
    sys.stdout.write(f"planning {alternatives} alternatives: {milliseconds:.0f} ms\n")
